import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';

// On the CPU: a real training of the tiny model that comes with Tuner, all of its weights.
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
await tuner.ensureEnvironment('rtx', { onProgress: ({ message }) => console.log(message) });

const config = await tuner.loadConfig('rtx', 'sft', {
  modelName: 'builtin:tiny',
  datasetFile: fileURLToPath(new URL('rows.jsonl', import.meta.url)),
  epochs: 30,
  learningRate: 2e-3,
  settings: {
    training: { fine_tune_type: 'full' },
    evaluation: { sample_prompts: ['What colour is snow?'], max_new_tokens: 16 },
  },
});

const run = await tuner.train(config);
for await (const event of run.events()) {
  if (event.type === 'metrics') console.log(`step ${event.step}  loss ${event.values['loss']?.toFixed(3)}`);
  if (event.type === 'sample') console.log(`step ${event.step}  ${event.prompt}  ${event.completion}`);
}

const result = await run.result;
if ('error' in result) throw result.error;
console.log(result.status, run.directory);
