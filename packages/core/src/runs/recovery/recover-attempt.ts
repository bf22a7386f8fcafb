import type { Executor, RunPlace, StartedRun } from '../../contract/executor.ts';
import { isTunerError, type TunerError } from '../../errors.ts';
import { concludeUnstarted, neverStarted } from './conclude-unstarted.ts';
import { attemptState } from '../run-status.ts';

/** What became of a try to recover an attempt. */
export interface Recovery {
  /** Who took it over. */
  readonly adopter?: StartedRun;
  /** Why nobody did. */
  readonly refused?: TunerError;
}

/** Others are at it already: nothing is wrong. */
const IN_GOOD_HANDS = ['supervised', 'concluded', 'adopting'];

/**
 * Sees to it that an attempt which nobody watches any more is taken over, or concluded when it never started; leaves
 * every other alone.
 */
export async function recoverAttempt(executor: Executor, place: RunPlace, attached = false): Promise<Recovery> {
  const { status, isAbandoned } = await attemptState(executor, place.directory, place.attempt);
  if (!isAbandoned) return {};
  if (status === 'created') {
    await concludeUnstarted(place, neverStarted(place));
    return {};
  }
  try {
    return { adopter: await executor.recover(place, { attached }) };
  } catch (error) {
    if (!isTunerError(error)) throw error;
    return IN_GOOD_HANDS.includes(String(error.details['reason'])) ? {} : { refused: error };
  }
}
