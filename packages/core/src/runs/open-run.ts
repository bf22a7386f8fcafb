import { resolve } from 'node:path';
import { LocalExecutor } from '../process/local-executor.ts';
import { resolveHome } from './home.ts';
import type { RunReader } from './run-reader.ts';

/**
 * Opens the run in `directory` for reading: needs no home, no back end and no Python.
 * @throws RunError `RUN_NOT_FOUND`, `RUN_UNREADABLE`, `FORMAT_VERSION`
 */
export async function openRun(directory: string): Promise<RunReader> {
  const [{ createReader }, { readRunInfo }] = await Promise.all([import('./run-reader.ts'), import('./run-status.ts')]);
  const executor = new LocalExecutor({ home: resolveHome() });
  const { runId } = await readRunInfo(executor, resolve(directory));
  return createReader(executor, resolve(directory), runId);
}
