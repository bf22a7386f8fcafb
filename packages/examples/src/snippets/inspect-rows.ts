import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { convertDataset, createTuner, isTunerError, splitDataset } from '@tuner/core';

const datasetFile = fileURLToPath(new URL('rows-wrong.jsonl', import.meta.url));
const folder = join(tmpdir(), 'tuner-snippets', 'converted');
rmSync(folder, { recursive: true, force: true });

// #region inspect
const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const config = await tuner.loadConfig('rtx', 'sft', { datasetFile });
const report = await tuner.inspectDataset(config);

console.log(`${report.usable} of ${report.rows} rows can be used`);
for (const { severity, code, message, fix } of report.issues) console.log(`${severity} ${code}: ${message}\n  ${fix}`);
// #endregion inspect

// #region convert
const rows = fileURLToPath(new URL('rows-kto.jsonl', import.meta.url));
const train = join(folder, 'train.jsonl');
const evaluation = join(folder, 'evaluation.jsonl');
const split = await splitDataset(rows, { train, evaluation, share: 0.5, seed: 7 });
console.log(split.train.rows, split.evaluation.rows);

try {
  await convertDataset(rows, join(folder, 'text.jsonl'), { to: 'text' });
} catch (error) {
  if (!isTunerError(error)) throw error;
  console.log(error.details['line'], error.message.split(': ').slice(1).join(': '));
}
// #endregion convert
