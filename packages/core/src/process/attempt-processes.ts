import type { AttemptProcesses, Liveness } from '../contract/executor.ts';
import { processIdentitySchema } from '../contract/records.ts';
import { readRecord } from '../runs/read-record.ts';
import { attemptPaths } from '../runs/run-paths.ts';
import { livenessOf } from './identity.ts';

/** Which of an attempt's processes are there, by the files that say who they are. */
export async function attemptProcesses(directory: string, attempt: number): Promise<AttemptProcesses> {
  const { supervisor, adopters, process } = attemptPaths(directory, attempt);
  // The trainer first: one that is started after the look at it has a supervisor that is alive.
  const trainer = await anyOf([process]);
  return { trainer, supervisor: await anyOf([supervisor, ...adopters]) };
}

async function anyOf(identities: readonly string[]): Promise<Liveness> {
  const found = await Promise.all(identities.map(lookAt));
  if (found.includes('alive')) return 'alive';
  return found.includes('unknown') ? 'unknown' : 'gone';
}

async function lookAt(path: string): Promise<Liveness> {
  const identity = await readRecord(path, processIdentitySchema);
  return identity ? livenessOf(identity) : 'gone';
}
