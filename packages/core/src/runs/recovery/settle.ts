import { setTimeout as sleep } from 'node:timers/promises';
import type { Executor, RunPlace } from '../../contract/executor.ts';
import { isTerminal, type RunStatus } from '../../contract/status.ts';
import { RunError } from '../../errors.ts';
import { recoverAttempt } from './recover-attempt.ts';
import { attemptState, isOver } from '../run-status.ts';

/** So long a supervisor may take to leave, or to conclude what it found dead, in milliseconds. */
const SETTLE_MS = 15_000;
const POLL_MS = 50;

/**
 * Waits until an attempt that has ended, or is dead, is concluded and has let go of the run; gives how it ended.
 * @throws RunError `RUN_ACTIVE` when it goes on, or when nobody can tell from here
 */
export async function settle(executor: Executor, place: RunPlace): Promise<RunStatus> {
  const { directory, attempt } = place;
  const { refused } = await recoverAttempt(executor, place);
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const isDone = await isOver(executor, directory, attempt);
    const { status, observed } = await attemptState(executor, directory, attempt);
    // Nobody can conclude a lost one that was refused; nothing of it is alive, so that it is in nobody's way.
    if (isDone || (status === 'lost' && refused)) return status;
    const goesOn = !isTerminal(status) && !(await isEnding(executor, place, status));
    if (goesOn || performance.now() > deadline) throw active(place, status, observed);
    await sleep(POLL_MS);
  }
}

/** Whether all that is missing is the result: its trainer has gone, and somebody is about to write it. */
async function isEnding(executor: Executor, place: RunPlace, status: RunStatus): Promise<boolean> {
  return (status === 'running' || status === 'stopping') && (await executor.inspect(place)).trainer === 'gone';
}

/** The error of whoever finds that a run goes on. */
export function active({ runId, directory, attempt }: RunPlace, status: RunStatus, observed: 'here' | 'elsewhere' = 'here'): RunError {
  const where = observed === 'elsewhere' ? ', on another machine or in a container, as far as its files tell' : '';
  return new RunError('RUN_ACTIVE', `Run "${runId}" is ${status}${where}.`, {
    hint: 'runs.attach(id) follows it; stop() or cancel() ends it.',
    details: { runId, directory, attempt, status, observed },
  });
}
