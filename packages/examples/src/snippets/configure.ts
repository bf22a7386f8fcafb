import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, isTunerError, overrideConfig } from '@tuner/core';

const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const fileBeside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

// #region load
// The shipped file, with some values of your own.
const shipped = await tuner.loadConfig('rtx', 'sft', {
  datasetFile: fileBeside('rows.jsonl'),
  epochs: 1,
  settings: { lora: { r: 16 }, training: { warmup_ratio: 0.03 } },
});

// Your own file instead of the shipped one; overrides win over it.
const own = await tuner.loadConfig('rtx', 'sft', { configPath: fileBeside('mine.yaml'), batchSize: 2 });

// A new configuration from one that is loaded; nothing is changed in place.
const longer = overrideConfig(own, { epochs: 10 });
// #endregion load

console.log(shipped.settings.lora.r, shipped.epochs, own.epochs, own.batchSize, own.learningRate, longer.epochs);

// #region refuse
try {
  await tuner.loadConfig('rtx', 'sft', { configPath: fileBeside('wrong.yaml') });
} catch (error) {
  if (!isTunerError(error)) throw error;
  console.log(`${error.code}: ${error.message}\n${error.hint}`);
}
// #endregion refuse
