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
if (result.status === 'stopped') console.log(result.saved, result.step, result.checkpoint?.path);
// #endregion stop

// #region list
for (const one of await tuner.runs.list()) {
  if (one.status === 'unreadable') console.log(one.runId, one.reason);
  else console.log(one.runId, one.status, one.record.modelName, one.record.tags);
}
// #endregion list

// #region resume
const again = await tuner.runs.resume(result.runId, { detached: true }); // a new attempt, from the newest checkpoint
const sameRun = await tuner.runs.attach(result.runId); // from any program
for await (const event of sameRun.events()) {
  if (event.type === 'attempt.started' && event.attempt > 1) {
    console.log(`goes on from step ${event.resumedFrom?.step}, repeats ${event.repeats}`);
    break;
  }
}
// #endregion resume
console.log((await again.cancel()).status);
