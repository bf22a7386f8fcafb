import { readdirSync, readFileSync } from 'node:fs';

/** Who a process of a run is. A `child` is whatever else carries the run's marker. */
export type Role = 'supervisor' | 'trainer' | 'child';

/** A living process of a run. */
export interface RunProcess {
  readonly pid: number;
  readonly role: Role;
}

/** The living processes of a run, by what the system says of them and not by the run's own records (Linux). */
export function processesOf(directory: string, runId: string): RunProcess[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    const role = roleOf(pid, directory, runId);
    return role === undefined ? [] : [{ pid: Number(pid), role }];
  });
}

function roleOf(pid: string, directory: string, runId: string): Role | undefined {
  const command = read(`/proc/${pid}/cmdline`).split('\0');
  if (command[command.indexOf('--run') + 1] === directory) return isLiving(pid) ? 'supervisor' : undefined;
  const marker = read(`/proc/${pid}/environ`).split('\0').find((one) => one.startsWith('TUNER_RUN_MARKER='));
  if (!marker?.startsWith(`TUNER_RUN_MARKER=${runId}.`) || !isLiving(pid)) return undefined;
  return command.some((word) => word.startsWith(`${directory}/`)) ? 'trainer' : 'child';
}

function isLiving(pid: string): boolean {
  const stat = read(`/proc/${pid}/stat`);
  return !['', 'Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Kills a process with no warning; gives whether it was still there. */
export function killNow(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
