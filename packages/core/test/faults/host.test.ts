import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { openRun } from '../../src/index.ts';
import { isRoot } from '../support/abilities.ts';
import { faultTuner, isRunning, untilTraining } from '../support/fault-tuner.ts';
import { spawnFaultHost } from '../support/spawn-fault-host.ts';

/** Starts a run in another program, and kills that when its trainer is at work. */
async function killedHost(fixture: string, detached: boolean) {
  const { home, tuner, release } = faultTuner();
  const host = await spawnFaultHost(home, fixture, { options: { detached, runId: 'mine' } });
  const reader = await openRun((await host.line())!);
  const { pid } = await untilTraining(reader);
  await host.kill();
  return { tuner, reader, release, pid: Number(pid) };
}

describe.concurrent('a host that is killed', () => {
  test('17 detached: training goes on; attach from another program sees every event', async ({ expect }) => {
    const { tuner, release, pid } = await killedHost('waits_for_a_file', true);
    const run = await tuner.runs.attach('mine');
    await sleep(600);
    expect(isRunning(pid)).toBe(true);
    expect(await run.status()).toBe('running');
    release();
    expect((await run.result).status).toBe('succeeded');
    const types = (await Array.fromAsync(run.events())).map(({ type }) => type);
    expect(types).toEqual(['run.created', 'run.started', 'attempt.started', 'phase', 'attempt.ended', 'run.ended']);
  });

  test('18 attached: stopped and saved', async ({ expect }) => {
    const { tuner, pid } = await killedHost('waits_for_a_file', false);
    const run = await tuner.runs.attach('mine');
    expect((await run.result).status).toBe('stopped');
    expect(isRunning(pid)).toBe(false);
    const stopping = (await Array.fromAsync(run.events())).filter(({ type }) => type === 'run.stopping');
    expect(stopping).toMatchObject([{ mode: 'stop', reason: 'host' }]);
  });
});

describe.concurrent('several hosts', () => {
  test('34 two programs start the same run: it is started once, and both can read it', async ({ expect }) => {
    const { home, tuner, release } = faultTuner();
    const options = { detached: true, runId: 'mine' };
    const hosts = await Promise.all([1, 2].map(() => spawnFaultHost(home, 'waits_for_a_file', { options })));
    const [first, second] = await Promise.all(hosts.map((host) => host.line()));
    expect(first).toBe(second);
    release();
    expect(await Promise.all(hosts.map((host) => host.line()))).toEqual(['succeeded', 'succeeded']);
    const types = (await Array.fromAsync((await tuner.runs.attach('mine')).events())).map(({ type }) => type);
    expect(types.filter((type) => type === 'attempt.started' || type === 'phase')).toHaveLength(2);
  });

  test('42 process 1 of a container: its children are reaped; from outside it is elsewhere', async ({ expect, skip }) => {
    skip(!isRoot, 'only root can make a namespace of processes');
    const { home, tuner } = faultTuner();
    const before = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    const host = await spawnFaultHost(home, 'leaves_workers', { before, options: { runId: 'mine' } });
    const reader = await openRun((await host.line())!);
    await untilTraining(reader);
    expect(await reader.info()).toMatchObject({ status: 'running', observed: 'elsewhere' });
    // Nothing can be proven about it from here: it is left alone.
    await tuner.runs.reconcile();
    expect(await reader.status()).toBe('running');
    writeFileSync(join(reader.directory, 'attempts', '1', 'stop.json'), '{}');
    expect(await host.line()).toBe('stopped');
    // The program, which is process 1 there, ends with nobody left to wait for.
    await once(host.child, 'exit');
    expect(await reader.status()).toBe('stopped');
  });
});
