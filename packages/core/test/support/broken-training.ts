import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { RunEvent, RunHandle, TrainingConfig, Tuner } from '../../src/index.ts';

/** What befalls a training, besides a torn checkpoint. */
export interface Misfortunes {
  /** Who is killed in the middle of it. */
  readonly victims: readonly ('supervisor' | 'process')[];
  /** Whether it is stopped after that, too. */
  readonly stops: boolean;
}

/** SHA-256 of the weights that a run left. */
export async function weightsOf(run: RunHandle): Promise<string> {
  const result = await run.result;
  if (result.status !== 'succeeded') throw new Error(`${result.status}: ${'error' in result ? result.error.message : ''}`);
  const names = readdirSync(result.artifact.path).filter((name) => name.endsWith('.safetensors')).sort();
  expect(names).not.toEqual([]);
  return names.reduce((hash, name) => hash.update(readFileSync(join(result.artifact.path, name))), createHash('sha256')).digest('hex');
}

/**
 * Trains, is killed at a step that nobody chose, finds its newest checkpoint torn, goes on from the one before, may be
 * stopped, and goes on to the end. Needs a checkpoint every step, and a few steps more than 7.
 */
export async function trainBroken(
  tuner: Tuner, config: TrainingConfig<never>, { victims, stops }: Misfortunes,
): Promise<RunHandle> {
  const first = await tuner.train(config as TrainingConfig);
  await untilStep(first, 3 + Math.floor(Math.random() * 3));
  kill(first, victims);
  const { status, checkpoints } = await first.result;
  expect(status).toBe(victims.length > 1 ? 'lost' : 'failed');
  const [before, torn] = checkpoints.slice(-2);
  if (!before || !torn) throw new Error('There are no two checkpoints.');
  truncateSync(join(torn.path, 'trainer_state.json'), 10);
  const second = await tuner.runs.resume(first.id);
  expect(await startOf(second)).toMatchObject({ resumedFrom: { step: before.step }, repeats: expect.any(Number) });
  const last = stops ? await stopAndResume(tuner, second) : second;
  // The kill may have torn one more: a checkpoint that was being written.
  const told = (await warningsOf(last)).filter(([, step]) => Number(step ?? 0) <= torn.step);
  expect(told).toEqual([['checkpoint_skipped', torn.step]]);
  return last;
}

async function stopAndResume(tuner: Tuner, run: RunHandle): Promise<RunHandle> {
  await untilStep(run, 7);
  const stopped = await run.stop();
  expect(stopped).toMatchObject({ status: 'stopped', saved: true });
  const next = await tuner.runs.resume(run.id);
  expect(await startOf(next)).toMatchObject({ resumedFrom: { step: 'step' in stopped && stopped.step }, repeats: 0 });
  return next;
}

async function untilStep(run: RunHandle, step: number): Promise<void> {
  for await (const event of run.events()) {
    if (event.type === 'progress' && event.attempt === run.attempt && event.step >= step) return;
  }
  throw new Error(`The training ended before step ${step}.`);
}

function kill({ directory, attempt }: RunHandle, victims: Misfortunes['victims']): void {
  for (const victim of victims) {
    const { pid } = JSON.parse(readFileSync(join(directory, 'attempts', String(attempt), `${victim}.json`), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
  }
}

async function startOf(run: RunHandle): Promise<RunEvent> {
  for await (const event of run.events()) if (event.type === 'attempt.started' && event.attempt === run.attempt) return event;
  throw new Error('It was never started.');
}

/** What was told about the checkpoints, the packages and the code of the resumed attempts. */
async function warningsOf(run: RunHandle): Promise<[string, unknown][]> {
  const found: [string, unknown][] = [];
  for await (const event of run.events()) {
    if (event.type === 'warning' && /^(checkpoint_|resume_|packages_|trainer_)/.test(event.code)) found.push([event.code, event.details?.['step']]);
  }
  return found;
}
