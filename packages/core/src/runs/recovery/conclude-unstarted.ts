import { existsSync } from 'node:fs';
import type { RunPlace } from '../../contract/executor.ts';
import { processIdentitySchema, type ResultRecord } from '../../contract/records.ts';
import { FORMAT_VERSION } from '../../contract/versions.ts';
import { RunError, type TunerError } from '../../errors.ts';
import { livenessOf, ownIdentity } from '../../process/identity.ts';
import { writeOnce } from '../../process/write-once.ts';
import { readRecord } from '../read-record.ts';
import { attemptPaths } from '../run-paths.ts';
import { tell } from '../tell.ts';

/**
 * Concludes an attempt that never had a supervisor as failed. This program becomes its supervisor of record first, which
 * only one can be: an attempt that is concluded here can never start.
 * @returns whether it did; `false` when the attempt has a supervisor.
 */
export async function concludeUnstarted(place: RunPlace, error: TunerError): Promise<boolean> {
  const { supervisor } = attemptPaths(place.directory, place.attempt);
  if (existsSync(supervisor) || !(await writeOnce(supervisor, JSON.stringify(await ownIdentity())))) return false;
  await writeFailure(place, error);
  return true;
}

/** Writes the result of an attempt that did not start; one that is there already stays. */
export async function writeFailure({ directory, attempt }: RunPlace, error: TunerError): Promise<void> {
  const result: ResultRecord = {
    formatVersion: FORMAT_VERSION, status: 'failed', endedAt: new Date().toISOString(), code: null, signal: null, ack: null,
    error: error.toJSON(), concludedBy: 'host',
  };
  if (!(await writeOnce(attemptPaths(directory, attempt).result, JSON.stringify(result)))) return;
  await tell(directory, attempt, { type: 'run.ended', status: 'failed' });
}

/** Whether the program that recorded an attempt is gone, so that nobody will start it any more. */
export async function isHostGone(directory: string, attempt: number): Promise<boolean> {
  const host = await readRecord(attemptPaths(directory, attempt).host, processIdentitySchema);
  return host === undefined || (await livenessOf(host)) === 'gone';
}

/** The error of an attempt whose host died before it could start it. */
export function neverStarted({ runId }: RunPlace): RunError {
  return new RunError('START_FAILED', 'The program that recorded the run ended before it started it.', {
    hint: 'runs.resume(id) starts it.',
    details: { runId },
    retryable: true,
  });
}
