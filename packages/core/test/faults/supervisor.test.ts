import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { processIdentitySchema } from '../../src/contract/records.ts';
import type { RunHandle } from '../../src/index.ts';
import { livenessOf } from '../../src/process/identity.ts';
import { faultTuner, isRunning, untilTraining } from '../support/fault-tuner.ts';
import { PYTHON, readJson } from '../support/fixture-run.ts';

interface Identity {
  readonly pid: number;
  readonly startTime: string;
}

const fileOf = (run: RunHandle, name: 'supervisor' | 'process') => join(run.directory, 'attempts', '1', `${name}.json`);
const pidOf = (run: RunHandle, name: 'supervisor' | 'process') => (readJson(fileOf(run, name)) as Identity).pid;

/** A detached run at work, of which some processes are then killed. */
async function killed(fixture: string, ...targets: ('supervisor' | 'process')[]) {
  const fault = faultTuner();
  const run = await fault.train(fixture, { detached: true });
  await untilTraining(run);
  const trainer = pidOf(run, 'process');
  for (const target of targets) process.kill(pidOf(run, target), 'SIGKILL');
  while (targets.some((target) => isRunning(pidOf(run, target)))) await sleep(20);
  return { ...fault, run, trainer };
}

/** Somebody else's process, under whose number and start a record then says that one of the run's lives. */
async function stranger(run: RunHandle, changes: (found: { pid: number; startTime: string }) => object) {
  const other = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = other.pid ?? 0;
  const startTime = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]!;
  for (const name of ['supervisor', 'process'] as const) {
    const record = { ...(readJson(fileOf(run, name)) as object), ...changes({ pid, startTime }) };
    writeFileSync(fileOf(run, name), JSON.stringify(record));
  }
  return { pid, end: () => other.kill('SIGKILL') };
}

describe.concurrent('a supervisor that is killed', () => {
  test('20 while its trainer lives: that is taken over, and its last word decides', async ({ expect }) => {
    const { tuner, run, release, trainer } = await killed('waits_for_a_file', 'supervisor');
    const opened = await tuner.runs.attach(run.id);
    expect(await opened.status()).toBe('running');
    expect(isRunning(trainer)).toBe(true);
    release();
    expect((await opened.result).status).toBe('succeeded');
    expect((await run.result).status).toBe('succeeded');
  });

  test('20 together with its trainer: lost, once somebody has looked', async ({ expect }) => {
    const { tuner, run } = await killed('waits_for_a_file', 'supervisor', 'process');
    await tuner.runs.reconcile();
    expect((await tuner.runs.get(run.id)).status).toBe('lost');
    expect(await run.result).toMatchObject({ status: 'lost', error: { code: 'LOST' } });
  });
});

describe.skipIf(process.platform !== 'linux').concurrent('records that are no longer true', () => {
  test('21 the number of a process belongs to somebody else: lost, and that one is not touched', async ({ expect }) => {
    const { tuner, run } = await killed('waits_for_a_file', 'supervisor', 'process');
    const other = await stranger(run, ({ pid }) => ({ pid }));
    await tuner.runs.reconcile();
    expect((await tuner.runs.get(run.id)).status).toBe('lost');
    expect(isRunning(other.pid)).toBe(true);
    other.end();
  });

  test('22 the machine was started again: lost, nobody is touched, and the run can be resumed', async ({ expect }) => {
    const { tuner, run, release } = await killed('waits_for_a_file', 'supervisor', 'process');
    const other = await stranger(run, (found) => ({ ...found, bootId: 'that of an earlier start' }));
    await tuner.runs.reconcile();
    expect((await tuner.runs.get(run.id)).status).toBe('lost');
    expect(isRunning(other.pid)).toBe(true);
    other.end();
    release();
    expect((await (await tuner.runs.resume(run.id)).result).status).toBe('succeeded');
  });

  test('41 a process that has ended and for which nobody waited: gone', async ({ expect }) => {
    const code = 'import subprocess, time; child = subprocess.Popen(["true"]); print(child.pid, flush=True)\ntime.sleep(60)';
    const careless = spawn(PYTHON, ['-c', code], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = Number(await new Promise((resolve) => careless.stdout.once('data', resolve)));
    const stateOf = () => spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
    while (!stateOf().startsWith('Z')) await sleep(10);
    const unknown = { startTime: null, bootId: null, machineId: null, pidNamespace: null };
    const identity = { formatVersion: '1.0', pid, ...unknown, startedAt: new Date().toISOString() };
    expect(await livenessOf(processIdentitySchema.parse(identity))).toBe('gone');
    careless.kill('SIGKILL');
  });
});
