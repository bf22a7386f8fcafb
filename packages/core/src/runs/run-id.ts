import { RunError } from '../errors.ts';

const RUN_ID = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** A new id that sorts by time: `20261124-093015-sft-3fa9c1`. */
export function newRunId(method: string, now: Date = new Date()): string {
  const stamp = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const name = method.toLowerCase().replace(/[^a-z0-9]/g, '').slice(0, 16);
  return `${stamp}-${name}-${crypto.randomUUID().slice(0, 6)}`;
}

/** Gives `runId` back. @throws RunError `RUN_ID_INVALID` when it is no safe name of a folder. */
export function checkRunId(runId: string): string {
  // A program without types may pass anything: `undefined` would match as text.
  if (typeof runId === 'string' && RUN_ID.test(runId)) return runId;
  throw new RunError('RUN_ID_INVALID', `"${runId}" cannot be the id of a run.`, {
    hint: 'Use 1 to 64 of a-z, 0-9 and "-", beginning with a letter or digit.',
    details: { runId },
  });
}
