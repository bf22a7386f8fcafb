import { detectDevice, RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';

// Asked first: the packages for CUDA are gigabytes.
if ((await detectDevice()) !== 'cuda') throw new Error('nvidia-smi lists no GPU.');

const tuner = createTuner({ backends: [new RTXBackend()] });
await tuner.ensureEnvironment('rtx', { onProgress: ({ message }) => console.log(message) });

const report = await tuner.backends.get('rtx').validateEnvironment();
if (!report.isValid) throw new Error(report.error);
console.log(report.probe?.device?.name);

// The shipped file: a 7B model in 4 bits with LoRA, three epochs, as it fits a GPU with 24 GB.
const config = await tuner.loadConfig('rtx', 'sft', { datasetFile: 'rows.jsonl' });
const run = await tuner.train(config);
for await (const event of run.events()) {
  if (event.type === 'progress') console.log(event.step, event.totalSteps, event.loss, event.etaSeconds);
}

const result = await run.result;
if ('error' in result) throw result.error;
console.log(result.status, run.directory);
