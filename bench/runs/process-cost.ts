import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TICKS_A_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const PAGE_BYTES = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

/** Seconds on the processors and resident bytes of a living process; Linux only. */
export function costOf(pid: number): { readonly cpu: number; readonly bytes: number } {
  // The name of the program may hold spaces: everything behind its bracket is numbers.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ').map(Number);
  const [user = 0, system = 0] = [fields[11], fields[12]];
  return { cpu: (user + system) / TICKS_A_SECOND, bytes: (fields[21] ?? 0) * PAGE_BYTES };
}

/** The process of the first attempt in a run directory. */
export function pidOf(directory: string, record: 'supervisor' | 'process'): number {
  return (JSON.parse(readFileSync(join(directory, `attempts/1/${record}.json`), 'utf8')) as { pid: number }).pid;
}

/** Seconds on the processors that this program has used. */
export function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
