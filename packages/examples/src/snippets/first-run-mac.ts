import { MacBackend } from '@tuner/backend-mac';
import { createTuner } from '@tuner/core';

const tuner = createTuner({ backends: [new MacBackend()] });
const report = await tuner.backends.get('mac').validateEnvironment();
const isMissing = report.findings.some(({ code }) => code === 'ENVIRONMENT_NOT_READY');
if (!report.isValid && !isMissing) throw new Error(report.error);
await tuner.ensureEnvironment('mac', { onProgress: ({ message }) => console.log(message) });

// The shipped file: a 7B model with LoRA. SFT, or KTO where the rows have labels of both kinds.
const config = await tuner.loadConfig('mac', 'mlx', { datasetFile: 'rows.jsonl', learningRate: 1e-4 });
const run = await tuner.train(config);
for await (const event of run.events()) {
  if (event.type === 'progress') console.log(event.step, event.totalSteps, event.loss, event.etaSeconds);
}

const result = await run.result;
if ('error' in result) throw result.error;
console.log(result.status, run.directory);
