import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, formatPlan, overrideConfig } from '@tuner/core';

const datasetFile = fileURLToPath(new URL('rows-sft.jsonl', import.meta.url));

// #region plan
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const config = await tuner.loadConfig('rtx', 'sft', { datasetFile, modelName: 'builtin:tiny' });
const plan = await tuner.plan(config, { memoryBytes: 530e6 });
console.log(formatPlan(plan));

// A suggestion is data: what it says is what `overrideConfig` takes.
const [first] = plan.suggestions;
const smaller = first ? overrideConfig(config, first.overrides) : config;
console.log(smaller.batchSize, (await tuner.plan(smaller)).memory?.addedBytes);
// #endregion plan
