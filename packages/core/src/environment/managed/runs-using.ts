import { sep } from 'node:path';
import type { Executor } from '../../contract/executor.ts';
import { ACTIVE_STATUSES } from '../../contract/status.ts';
import { listRuns } from '../../runs/list-runs.ts';
import { readLaunch } from '../../runs/read-launch.ts';
import { runsFolder } from '../../runs/run-paths.ts';

/** The runs of a home that have not ended, with the interpreter that each trains with. */
export async function interpretersInUse(home: string, executor: Executor): Promise<ReadonlyMap<string, string>> {
  const runs = await listRuns(executor, runsFolder(home), { status: [...ACTIVE_STATUSES] });
  const pairs = await Promise.all(runs.map(async (run) => {
    if (run.status === 'unreadable') return undefined;
    const launch = await readLaunch(run.directory, run.attempts).catch(() => undefined);
    return [run.runId, launch?.process.argv[0] ?? ''] as const;
  }));
  return new Map(pairs.filter((pair) => pair !== undefined));
}

/** Of those runs the ones whose interpreter lies in `directory`. */
export function usersOf(directory: string, interpreters: ReadonlyMap<string, string>): string[] {
  return [...interpreters].filter(([, python]) => python.startsWith(directory + sep)).map(([runId]) => runId);
}
