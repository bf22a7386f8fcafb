import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Executor } from '../contract/executor.ts';
import { lastAttempt } from './run-paths.ts';
import { active, settle } from './recovery/settle.ts';

/** What a run's folder is called while it is being removed. */
export const DELETED = '.deleted-';

/**
 * Removes a run that has ended, in one step for everybody else: its folder is renamed first, and what a crash leaves of
 * it the next `reconcile` removes. @throws RunError `RUN_ACTIVE`
 */
export async function deleteRun(executor: Executor, directory: string, runId: string): Promise<void> {
  const attempt = await lastAttempt(directory);
  const place = { runId, directory, attempt };
  // Without an attempt there is nothing that could be alive.
  if (attempt > 0) await settle(executor, place);
  const away = join(dirname(directory), `${DELETED}${runId}-${crypto.randomUUID().slice(0, 8)}`);
  await rename(directory, away).catch((error: NodeJS.ErrnoException) => {
    // Somebody else was faster.
    if (error.code !== 'ENOENT') throw error;
  });
  if (existsSync(away) && (await lastAttempt(away)) > attempt) {
    // Resumed at the same moment: that attempt goes on.
    await rename(away, directory);
    throw active({ ...place, attempt: attempt + 1 }, 'created');
  }
  await rm(away, { recursive: true, force: true, maxRetries: 3 });
}
