import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';

const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
const config = await tuner.loadConfig('rtx', 'sft', {
  modelName: 'builtin:tiny', datasetFile: fileURLToPath(new URL('rows.jsonl', import.meta.url)), epochs: 100_000,
});

// #region stop
const run = await tuner.train(config, { tags: { topic: 'colours' } });
for await (const event of run.events()) if (event.type === 'progress' && event.step >= 10) break;
const result = await run.stop(); // saves a checkpoint and ends; run.cancel() ends without saving
console.log(result.status, result.checkpoints.at(-1)?.path);
// #endregion stop

// #region list
for (const one of await tuner.runs.list()) {
  if (one.status === 'unreadable') console.log(one.runId, one.reason);
  else console.log(one.runId, one.status, one.record.modelName, one.record.tags);
}
// #endregion list
