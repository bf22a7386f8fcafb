import { join } from 'node:path';
import type { Place } from '../trial.ts';

/** What a folder of a model holds, as far as it is looked at before a training. */
export type ModelFiles = Readonly<Record<string, string | Uint8Array>>;

/** A file of weights: the length of its header, the header, the numbers. */
export function weightsFile(numbers = 4): Buffer {
  const tensor = { dtype: 'F32', shape: [numbers], data_offsets: [0, 4 * numbers] };
  const header = Buffer.from(JSON.stringify({ 'model.norm.weight': tensor }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(4 * numbers)]);
}

/** The files of a model that nothing is wrong with. */
export const WHOLE: ModelFiles = {
  'config.json': JSON.stringify({ architectures: ['LlamaForCausalLM'], model_type: 'llama', max_position_embeddings: 2048 }),
  'model.safetensors': weightsFile(),
  'tokenizer.json': '{}',
  'tokenizer_config.json': JSON.stringify({ chat_template: '{{ messages }}' }),
};

/** Writes a folder and gives its path; a file of `''` in `changes` is left out. */
export function writeFolder(place: Place, name: string, files: ModelFiles): string {
  for (const [file, content] of Object.entries(files)) if (content !== '') place.write(join(name, file), content);
  return join(place.folder, name);
}
