import type { RunPlace } from '../../contract/executor.ts';
import { tell } from '../tell.ts';
import type { CheckpointChoice } from './choose-checkpoint.ts';

/** Says what is not as one would expect of a resumed attempt, as warnings of the run. */
export async function tellResume(place: RunPlace, { chosen, skipped }: CheckpointChoice, code?: string): Promise<void> {
  const warn = (name: string, message: string, details = {}) =>
    tell(place.directory, place.attempt, { type: 'warning', code: name, message, details });
  for (const { step, path, reason } of skipped) {
    await warn('checkpoint_skipped', `The checkpoint of step ${step} is not used: ${reason}.`, { step, path, reason });
  }
  if (!chosen) await warn('resume_from_start', 'There is no checkpoint to go on from: the training begins anew.');
  if (code !== undefined) await warn('trainer_changed', code);
}
