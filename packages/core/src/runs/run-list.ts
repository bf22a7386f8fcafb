import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Executor } from '../contract/executor.ts';
import type { RunInfo, UnreadableRun } from '../contract/results.ts';
import { RunError } from '../errors.ts';
import { checkRunId } from './run-id.ts';
import { runsFolder } from './run-paths.ts';

/** The recorded runs of a home. */
export interface Runs {
  /** Every run, newest first; one whose record cannot be read says so and hides no other. */
  list(): Promise<(RunInfo | UnreadableRun)[]>;
  /** One run. @throws RunError `RUN_NOT_FOUND`, `RUN_UNREADABLE` */
  get(runId: string): Promise<RunInfo>;
}

/** Gives access to the runs below `home`. */
export function createRuns(home: string, executor: Executor): Runs {
  const folder = runsFolder(home);
  return {
    async list() {
      const names = (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
      const runs = await Promise.all(names.map((name) => readOrSay(executor, join(folder, name), name)));
      return runs.sort((a, b) => createdAt(b).localeCompare(createdAt(a)));
    },
    async get(runId) {
      const directory = join(folder, checkRunId(runId));
      if (!existsSync(directory)) throw notFound(runId, folder);
      return readInfo(executor, directory);
    },
  };
}

/** Loaded when it is first needed, so that importing the package stays fast. */
async function readInfo(executor: Executor, directory: string): Promise<RunInfo> {
  const { readRunInfo } = await import('./run-status.ts');
  return readRunInfo(executor, directory);
}

async function readOrSay(executor: Executor, directory: string, runId: string): Promise<RunInfo | UnreadableRun> {
  try {
    return await readInfo(executor, directory);
  } catch (error) {
    return { runId, directory, status: 'unreadable', reason: (error as Error).message };
  }
}

function createdAt(run: RunInfo | UnreadableRun): string {
  return run.status === 'unreadable' ? '' : run.record.createdAt;
}

function notFound(runId: string, folder: string): RunError {
  return new RunError('RUN_NOT_FOUND', `There is no run "${runId}" in ${folder}.`, {
    hint: 'runs.list() gives the runs of this home.',
    details: { runId },
  });
}
