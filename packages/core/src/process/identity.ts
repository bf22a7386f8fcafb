import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Liveness } from '../contract/executor.ts';
import type { ProcessIdentity } from '../contract/records.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';

const run = promisify(execFile);

/** Where a process lives: its machine, boot and pid namespace; `null` where the system does not tell. */
type Place = Pick<ProcessIdentity, 'bootId' | 'machineId' | 'pidNamespace'>;

/** Whether the process of a record is there. A pid alone proves nothing: it may belong to somebody else by now. */
export async function livenessOf(identity: ProcessIdentity): Promise<Liveness> {
  const here = await placeHere();
  if (differs(identity.machineId, here.machineId)) return 'unknown';
  if (differs(identity.bootId, here.bootId)) return 'gone';
  if (differs(identity.pidNamespace, here.pidNamespace)) return 'unknown';
  if (!isThere(identity.pid)) return 'gone';
  const started = await startTimeOf(identity.pid);
  return started === undefined || differs(identity.startTime, started) ? 'gone' : 'alive';
}

/** The identity record of this program. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const startTime = (await startTimeOf(process.pid)) ?? null;
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  return { formatVersion: FORMAT_VERSION, pid: process.pid, startTime, ...(await placeHere()), startedAt };
}

function differs(recorded: string | null, seen: string | null): boolean {
  return recorded !== null && seen !== null && recorded !== seen;
}

async function placeHere(): Promise<Place> {
  if (process.platform !== 'linux') return { bootId: null, machineId: null, pidNamespace: null };
  const [bootId, machineId, pidNamespace] = await Promise.all([
    text('/proc/sys/kernel/random/boot_id'),
    text('/etc/machine-id'),
    readlink('/proc/self/ns/pid').catch(() => null),
  ]);
  return { bootId, machineId, pidNamespace };
}

async function text(path: string): Promise<string | null> {
  return readFile(path, 'utf8').then((found) => found.trim() || null, () => null);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in the system's own unit; `null` where that is not told, `undefined` when it has ended. */
async function startTimeOf(pid: number): Promise<string | null | undefined> {
  if (process.platform === 'linux') return linuxStartTime(pid);
  if (process.platform !== 'darwin') return null;
  // The same language and time zone as in the record: the text would differ otherwise.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC0' };
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env }).catch(() => ({ stdout: '' }));
  const [state = '', ...started] = stdout.trim().split(/\s+/);
  return state === '' || state.startsWith('Z') ? undefined : started.join(' ');
}

async function linuxStartTime(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name, in parentheses, may hold anything; the fields begin behind the last one.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Field 3 is the state (a zombie has ended), field 22 the start time.
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}
