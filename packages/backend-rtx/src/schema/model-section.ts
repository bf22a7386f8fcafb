import { trustRemoteCodeKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `model`: what is trained. */
export const modelSection = z.strictObject({
  model_name: z.string().min(1)
    .describe(
      'Model id of the Hugging Face hub, a folder, or `builtin:tiny`. One that begins with "." belongs to the '
      + 'folder of this file.',
    ),
  max_seq_length: z.int().min(128).max(131072).default(2048)
    .describe('Longest row in tokens, where the training section names no length of its own.'),
  dtype: z.enum(['auto', 'float16', 'bfloat16', 'float32']).nullable().default(null)
    .describe('Type of the weights; null or auto: bfloat16 on a GPU that has it, else float16; float32 on a CPU.'),
  load_in_4bit: z.boolean().default(true)
    .describe(
      'Loads the weights in 4 bit (NF4, double quantization, bitsandbytes). CUDA only; a CPU ignores it with a '
      + 'warning.',
    ),
  trust_remote_code: trustRemoteCodeKey,
});
