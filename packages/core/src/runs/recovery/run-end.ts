import type { Executor } from '../../contract/executor.ts';
import { lastAttempt } from '../run-paths.ts';
import { attemptState, isOver } from '../run-status.ts';

/** How a reader finds out that nobody will write to a run any more. */
export interface RunEnd {
  isOver(): Promise<boolean>;
}

/** So long a run may look lost while somebody takes it over, in milliseconds. */
const PATIENCE_MS = 3000;

/** For those who only read: a run is over when it has its result, or was abandoned and stayed so. */
export function createRunEnd(executor: Executor, directory: string): RunEnd {
  let abandonedSince: number | undefined;
  return {
    async isOver() {
      const attempt = await lastAttempt(directory);
      if (await isOver(executor, directory, attempt)) return true;
      const { status, isAbandoned } = await attemptState(executor, directory, attempt);
      if (!isAbandoned || (status !== 'lost' && status !== 'created')) {
        abandonedSince = undefined;
        return false;
      }
      abandonedSince ??= performance.now();
      return performance.now() - abandonedSince >= PATIENCE_MS;
    },
  };
}
