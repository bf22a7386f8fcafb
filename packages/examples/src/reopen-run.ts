import { execFileSync } from 'node:child_process';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner, openRun } from '@tuner/core';
import { checked, say } from './say.ts';
import { tinyRecipe } from './tiny-recipe.ts';

/** In a process of its own: trains, prints the run's id and is gone. */
async function train(): Promise<boolean> {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  await tuner.ensureEnvironment('rtx');
  const run = await tuner.train(await tuner.loadConfig('rtx', 'sft', await tinyRecipe(tuner.home)));
  say(run.id);
  return (await run.result).status === 'succeeded';
}

/** Finds the run of a process that has ended, and reads everything of it: no back end and no Python is needed. */
async function reopen(): Promise<boolean> {
  const program = [...process.execArgv, import.meta.filename, 'train'];
  const runId = execFileSync(process.execPath, program, { encoding: 'utf8' }).trim();

  const tuner = createTuner();
  const [newest] = await tuner.runs.list();
  const { directory, status, record } = await tuner.runs.get(runId);
  const run = await openRun(directory);
  const events = await Array.fromAsync(run.events());
  const checkpoints = await run.checkpoints();
  const loss = (await run.metrics()).find(({ name }) => name === 'eval_loss')?.points ?? [];
  const log = await Array.fromAsync(run.logs());

  say(`\n  ${runId}  ${status}, of ${record.createdAt}`);
  say(`  ${record.backend} ${record.method} of ${record.modelName}, on ${record.data.path}`);
  say(`  ${events.length} events; the last one is ${events.at(-1)?.type}; ${log.length} lines of log`);
  say(`  held-out loss ${loss.map(({ value }) => value?.toFixed(2)).join(', ')}`);
  for (const { step, path } of checkpoints) say(`  checkpoint of step ${step}  ${path}`);
  say();

  const isWhole = events.every(({ seq }, index) => seq === index + 1) && events.at(-1)?.type === 'run.ended';
  return newest?.runId === runId && status === 'succeeded' && isWhole && checkpoints.length === 2 && loss.length === 3;
}

await checked(process.argv[2] === 'train' ? train : reopen, 'The run is not what was trained.');
