import type { Executor } from '../contract/executor.ts';
import { recoverAttempt } from './recovery/recover-attempt.ts';
import { createHandle, type RunHandle } from './run-handle.ts';
import { readRunInfo } from './run-status.ts';

/** A handle of the run in `directory`, which is taken over first when it lost its supervisor. */
export async function attachRun(executor: Executor, directory: string): Promise<RunHandle> {
  const { runId, attempts } = await readRunInfo(executor, directory);
  const place = { runId, directory, attempt: attempts };
  await recoverAttempt(executor, place);
  return createHandle(executor, place);
}
