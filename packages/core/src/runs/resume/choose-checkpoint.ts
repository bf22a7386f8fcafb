import { existsSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runPaths } from '../run-paths.ts';
import { findDamage } from './verify-checkpoint.ts';

/** A checkpoint to go on from. */
export interface ChosenCheckpoint {
  readonly step: number;
  readonly path: string;
}

/** A checkpoint that cannot be gone on from, and why. */
export interface SkippedCheckpoint extends ChosenCheckpoint {
  readonly reason: string;
}

/** What a resume goes on from: nothing, where no checkpoint can be trusted. */
export interface CheckpointChoice {
  readonly chosen: ChosenCheckpoint | undefined;
  /** The newer ones that cannot be trusted, newest first. */
  readonly skipped: readonly SkippedCheckpoint[];
}

/** The newest checkpoint of a run whose every file has the size and the SHA-256 that its manifest says. */
export async function chooseCheckpoint(directory: string, runId: string): Promise<CheckpointChoice> {
  const skipped: SkippedCheckpoint[] = [];
  for (const checkpoint of await newestFirst(runPaths(directory).checkpoints)) {
    const reason = await findDamage(checkpoint.path, runId);
    if (reason === undefined) return { chosen: checkpoint, skipped };
    skipped.push({ ...checkpoint, reason });
  }
  return { chosen: undefined, skipped };
}

/**
 * Moves damaged checkpoints out of the way, to `checkpoints/set-aside-<attempt>/`: the trainer would take one at a step
 * that it comes to again for saved already. Those without a manifest stay, and are written over.
 */
export async function setAside(directory: string, attempt: number, skipped: readonly SkippedCheckpoint[]): Promise<void> {
  const damaged = skipped.filter(({ path }) => existsSync(join(path, 'manifest.json')));
  if (damaged.length === 0) return;
  const folder = join(runPaths(directory).checkpoints, `set-aside-${attempt}`);
  await mkdir(folder, { recursive: true });
  for (const { path, step } of damaged) await rename(path, join(folder, `checkpoint-${step}`));
}

async function newestFirst(folder: string): Promise<ChosenCheckpoint[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^checkpoint-\d+$/.test(name))
    .map((name) => ({ step: Number(name.slice('checkpoint-'.length)), path: join(folder, name) }))
    .sort((a, b) => b.step - a.step);
}
