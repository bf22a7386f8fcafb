import { optionalText, trustRemoteCodeKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `model`: what is trained. */
export const modelSection = z.strictObject({
  name: z.string().min(1)
    .describe(
      'Model id of the Hugging Face hub, a folder, or `builtin:tiny`. One that begins with "." belongs to the '
      + 'folder of this file.',
    ),
  cache_dir: optionalText('Folder that downloaded models are kept in; `~` is the home folder. null: the hub\'s own.'),
  dtype: z.enum(['auto', 'float16', 'bfloat16', 'float32']).nullable().default(null)
    .describe(
      'Type of the weights; null or auto: bfloat16 under an adapter, float32 where all are trained. A CPU always uses '
      + 'float32.',
    ),
  max_seq_length: z.int().min(128).max(131072).default(2048)
    .describe('Longest row in tokens, where the data section names no length of its own.'),
  trust_remote_code: trustRemoteCodeKey,
});
