import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MacBackend } from '@tuner/backend-mac';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';
import { fakeExecutor } from '@tuner/core/testing';
import * as fc from 'fast-check';
import { target } from '../fuzz-target.ts';
import { mutated, mutatedBytes } from '../mutated.ts';

const CONFIG = JSON.stringify({
  architectures: ['LlamaForCausalLM'], model_type: 'llama', hidden_size: 64, intermediate_size: 128, num_hidden_layers: 2,
  num_attention_heads: 4, num_key_value_heads: 2, vocab_size: 300, max_position_embeddings: 512, quantization_config: null,
});
const WEIGHTS = 'J\0\0\0\0\0\0\0{"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"__metadata__":{"a":"b"}}'.padEnd(100, '\0');
const ADAPTER = JSON.stringify({ base_model_name_or_path: 'builtin:tiny', r: 8 });
const executor = fakeExecutor(async () => ({ outcome: 'finished', step: 1 }));
const names = fc.constantFrom('builtin:tiny', 'org/model', '~/x', '../x', 'https://x.y/z', 'a b', '\0', 'model', '.', '/', 'C:\\x');

/** What a preflight looks at besides rows: models, starting points, names. */
export const MODELS = [
  target({
    name: 'folders of models, before a training',
    input: fc.record({
      config: mutated(CONFIG), weights: mutatedBytes(WEIGHTS), adapter: fc.option(mutated(ADAPTER)), index: fc.option(mutated('{"weight_map":{"w":"model.safetensors"}}')),
      tokenizer: mutated('{"chat_template":"{{ messages }}"}'), isMac: fc.boolean(), isFrom: fc.boolean(),
    }),
    async read({ config, weights, adapter, index, tokenizer, isMac, isFrom }, folder) {
      const model = join(folder, 'model');
      mkdirSync(model);
      const files = { 'config.json': config, 'model.safetensors': weights, 'tokenizer.json': tokenizer, 'tokenizer_config.json': tokenizer };
      for (const [name, content] of Object.entries(files)) writeFileSync(join(model, name), content);
      if (adapter !== null) writeFileSync(join(model, 'adapter_config.json'), adapter);
      if (index !== null) writeFileSync(join(model, 'model.safetensors.index.json'), index);
      await train(folder, isMac, isFrom ? 'builtin:tiny' : model, isFrom ? { from: model } : {});
    },
  }),
  target({
    name: 'names of models',
    input: fc.tuple(fc.oneof(names, fc.string({ maxLength: 20 })), fc.boolean()),
    read: ([name, isMac], folder) => train(folder, isMac, name),
  }),
];

async function train(folder: string, isMac: boolean, modelName: string, options: object = {}): Promise<void> {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' }), new MacBackend({ device: 'cpu' })], executor, home: folder });
  const datasetFile = join(folder, 'rows.jsonl');
  writeFileSync(datasetFile, '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}\n');
  const config = await (isMac ? tuner.loadConfig('mac', 'mlx', { datasetFile, modelName }) : tuner.loadConfig('rtx', 'sft', { datasetFile, modelName }));
  await (await tuner.train(config as never, options)).result;
}
