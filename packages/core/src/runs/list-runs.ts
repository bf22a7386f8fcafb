import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Executor } from '../contract/executor.ts';
import type { RunInfo, UnreadableRun } from '../contract/results.ts';
import type { RunStatus } from '../contract/status.ts';
import { readRunInfo } from './run-status.ts';

/** Which runs to list. */
export interface ListOptions {
  /** Only those that stand like this; `unreadable` gives those whose record cannot be read. */
  readonly status?: RunStatus | 'unreadable' | readonly (RunStatus | 'unreadable')[];
  /** Only those of this back end. */
  readonly backend?: string;
  /** Only those that have all of these tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** At most so many. */
  readonly limit?: number;
}

/** So many runs are read at a time: a home may hold thousands, and open files are limited. */
const AT_ONCE = 32;

/** The runs below `folder` that `options` ask for, newest first; unreadable ones come last. */
export async function listRuns(executor: Executor, folder: string, options: ListOptions = {}): Promise<(RunInfo | UnreadableRun)[]> {
  const names = await runNames(folder);
  const runs: (RunInfo | UnreadableRun)[] = [];
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE).map((name) => readOrSay(executor, join(folder, name), name));
    runs.push(...(await Promise.all(some)).filter((run) => run !== undefined));
  }
  const wanted = runs.filter((run) => isWanted(run, options)).sort((a, b) => createdAt(b).localeCompare(createdAt(a)));
  return wanted.slice(0, options.limit);
}

/** The ids of the runs below `folder`; what is being prepared or deleted is none. */
export async function runNames(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => !name.startsWith('.'));
}

/** What is known of a run, or why that cannot be read; `undefined` when it was deleted in the meantime. */
async function readOrSay(executor: Executor, directory: string, runId: string): Promise<RunInfo | UnreadableRun | undefined> {
  try {
    return await readRunInfo(executor, directory);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message: string };
    if (code === 'RUN_NOT_FOUND' && !(await readdir(directory).catch(() => undefined))) return undefined;
    return { runId, directory, status: 'unreadable', reason: message };
  }
}

function isWanted(run: RunInfo | UnreadableRun, { status, backend, tags = {} }: ListOptions): boolean {
  if (status !== undefined && ![status].flat().includes(run.status)) return false;
  if (run.status === 'unreadable') return backend === undefined && Object.keys(tags).length === 0;
  const { record } = run;
  if (backend !== undefined && record.backend !== backend) return false;
  return Object.entries(tags).every(([name, value]) => record.tags[name] === value);
}

function createdAt(run: RunInfo | UnreadableRun): string {
  return run.status === 'unreadable' ? '' : run.record.createdAt;
}
