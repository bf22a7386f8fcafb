import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';

const tuner = createTuner({ backends: [new RTXBackend()] });
await tuner.ensureEnvironment('rtx');
const config = await tuner.loadConfig('rtx', 'sft', { datasetFile: 'rows.jsonl', epochs: 1 });
const run = await tuner.train(config);
for await (const event of run.events()) if (event.type === 'progress') console.log(event.step, event.loss);
const result = await run.result;
console.log(result.status, result.status === 'succeeded' ? result.artifact.path : result.metrics);
