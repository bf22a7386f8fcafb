import { openRun, type RunEvent } from '@tuner/core';
import { NO_PROGRESS, reduceProgress } from '@tuner/core/contract';

const run = await openRun(process.argv[2] ?? '.');

// #region progress
let progress = NO_PROGRESS;
for await (const event of run.events()) {
  progress = reduceProgress(progress, event);
  if (event.type === 'progress') console.log(progress.step, progress.totalSteps, progress.loss, progress.etaSeconds);
}
console.log(progress.status);
// #endregion progress

// #region read
console.log(await run.status());
console.log((await run.info()).record.modelName);
for (const { step, path } of await run.checkpoints()) console.log(step, path);
for (const { name, points } of await run.metrics()) console.log(name, points.at(-1)?.value);
for await (const line of run.logs()) console.log(line);
// #endregion read

// #region resume
let seen = 0;
const show = (event: RunEvent) => {
  seen = event.seq;
};
for await (const event of run.events({ follow: false })) show(event); // what is there, then end
for await (const event of run.events({ after: seen, signal: AbortSignal.timeout(1000) })) show(event); // what comes
// #endregion resume
