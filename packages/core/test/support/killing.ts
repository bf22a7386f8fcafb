import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processIdentitySchema } from '../../src/contract/records.ts';
import { livenessOf } from '../../src/process/identity.ts';
import { PYTHON, readJson, SUPERVISOR, type FixtureRun } from './fixture-run.ts';

const HOST = fileURLToPath(new URL('../fixtures/host.ts', import.meta.url));

/** The pid of a run's supervisor or trainer (`process`). */
export function processOf({ paths }: FixtureRun, who: 'supervisor' | 'process'): number {
  return processIdentitySchema.parse(readJson(paths[who])).pid;
}

/** Kills a process; resolves when it has ended, also one that nobody has reaped. */
export async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
}

/** Waits until a process has ended. */
export async function untilGone(pid: number): Promise<void> {
  const nowhere = { bootId: null, machineId: null, pidNamespace: null };
  const identity = { formatVersion: '1.0', pid, startTime: null, startedAt: new Date().toISOString(), ...nowhere };
  while ((await livenessOf(identity)) !== 'gone') await sleep(10);
}

/** Starts a program that hosts the run, or adopts it; resolves when the supervisor has answered it. */
export async function startHost({ directory, launch }: FixtureRun, how: 'start' | 'adopt' = 'start') {
  const call = { python: PYTHON, supervisor: SUPERVISOR, directory, attempt: 1, attached: launch.attached, adopt: how === 'adopt' };
  const host = spawn(process.execPath, ['--conditions=@tuner/source', HOST, JSON.stringify(call)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(host.stdout, 'data');
  const kill = async () => {
    host.kill('SIGKILL');
    await once(host, 'exit');
  };
  return { kill };
}
