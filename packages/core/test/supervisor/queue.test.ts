import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { queuedRecordSchema } from '../../src/contract/records.ts';
import { oneDevice } from '../support/devices.ts';
import { killed, processOf, startHost } from '../support/killing.ts';
import {
  ask, eventsOf, prepareFixture, readJson, resultOf, start, untilEvent, untilExists, type FixtureRun,
} from '../support/fixture-run.ts';

/** Starts runs on one device, one after the other; the first is at work when the others have their places. */
async function line(count: number, changes: object = {}) {
  const device = oneDevice();
  const runs: FixtureRun[] = [];
  const ends: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const run = prepareFixture('stops_and_saves', { ...device, ...changes });
    runs.push(run);
    ends.push((await start(run)).ended);
    if (index === 0) await untilEvent(run, 'phase');
  }
  const [first, ...waiting] = runs as [FixtureRun, ...FixtureRun[]];
  return { first, waiting, ends, device };
}

describe.concurrent('runs on one device', () => {
  test('go one after the other, in the order of their starts', async ({ expect }) => {
    const { first, waiting, ends } = await line(4);
    for (const run of [first, ...waiting]) {
      await untilEvent(run, 'phase');
      const later = waiting.slice(waiting.indexOf(run) + 1);
      expect(later.map(({ paths }) => existsSync(paths.process))).toEqual(later.map(() => false));
      ask(run, 'stop');
    }
    await Promise.all(ends);
    const last = await eventsOf(waiting[2] as FixtureRun);
    expect(last.flatMap((event) => (event.type === 'run.queued' ? [event.ahead] : []))).toEqual([3, 2, 1]);
    expect(queuedRecordSchema.parse(readJson(waiting[0]?.paths.queued ?? '')).devices).toEqual(first.launch.devices);
  });

  test('leave no tickets, and do not wait where there is nobody', async ({ expect }) => {
    const { first, ends, device } = await line(1);
    ask(first, 'stop');
    await ends[0];
    expect(existsSync(first.paths.queued)).toBe(false);
    const names = readdirSync(device.locks).flatMap((name) => readdirSync(join(device.locks, name)));
    expect(names.filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  test.for(['stop', 'cancel'] as const)('wait until a %s ends that, with nothing started', async (mode, { expect }) => {
    const { first, waiting: [second], ends } = await line(2);
    ask(second as FixtureRun, mode);
    await ends[1];
    const status = mode === 'stop' ? 'stopped' : 'cancelled';
    expect(resultOf(second as FixtureRun)).toMatchObject({ status, code: null, signal: null, ack: null });
    expect(existsSync((second as FixtureRun).paths.process)).toBe(false);
    const events = await eventsOf(second as FixtureRun);
    expect(events.map(({ type }) => type)).toEqual(['run.queued', 'run.stopping', 'run.ended']);
    ask(first, 'stop');
    await ends[0];
    expect(resultOf(first).status).toBe('stopped');
  });

  test('fail at once when they are not to wait, and say who has the device', async ({ expect }) => {
    const { first, ends, device } = await line(1);
    const second = prepareFixture('succeeds_with_output', { ...device, queue: false });
    const pid = processOf(first, 'supervisor');
    const details = { device: device.devices[0], runId: 'a-run', directory: first.directory, pid };
    await expect(start(second)).rejects.toMatchObject({ code: 'DEVICE_BUSY', retryable: true, details });
    expect(resultOf(second)).toMatchObject({ status: 'failed', error: { code: 'DEVICE_BUSY' } });
    ask(first, 'stop');
    await ends[0];
    const third = prepareFixture('succeeds_with_output', { ...device, queue: false });
    await (await start(third)).ended;
    expect(resultOf(third).status).toBe('succeeded');
  });

  test('that need two of them meet in the same order on both', async ({ expect }) => {
    const { locks } = oneDevice();
    const both = prepareFixture('stops_and_saves', { locks, devices: ['b', 'a'] });
    const one = prepareFixture('succeeds_with_output', { locks, devices: ['a'] });
    const ended = (await start(both)).ended;
    const other = (await start(one)).ended;
    await untilEvent(one, 'run.queued');
    ask(both, 'stop');
    await Promise.all([ended, other]);
    expect(resultOf(one).status).toBe('succeeded');
  });

  test('are refused when the queue has no folder', async ({ expect }) => {
    const run = prepareFixture('succeeds_with_output', { devices: ['gpu'] });
    await expect(start(run)).rejects.toMatchObject({ code: 'START_FAILED', message: expect.stringContaining('locks') });
  });

  test('do not wait for one that was killed while it waited', async ({ expect }) => {
    const { first, waiting: [second], ends, device } = await line(2);
    await killed(processOf(second as FixtureRun, 'supervisor'));
    const third = prepareFixture('succeeds_with_output', device);
    const { ended } = await start(third);
    ask(first, 'stop');
    await Promise.all([...ends, ended]);
    expect(resultOf(third).status).toBe('succeeded');
  });

  test('wait for a trainer whose supervisor was killed, and have its run recovered', async ({ expect }) => {
    const { first, waiting: [second], ends } = await line(2);
    await killed(processOf(first, 'supervisor'));
    await untilExists(first.paths.adopters[0] ?? '');
    expect(existsSync((second as FixtureRun).paths.process)).toBe(false);
    ask(first, 'stop');
    await untilExists(first.paths.result);
    expect(resultOf(first)).toMatchObject({ status: 'stopped', concludedBy: 'adopter', ack: { saved: true } });
    await untilEvent(second as FixtureRun, 'phase');
    ask(second as FixtureRun, 'cancel');
    ask(second as FixtureRun, 'stop');
    await ends[1];
  });
});

describe.concurrent('a run that waits', () => {
  test('ends when its host is killed, when it is attached', async ({ expect }) => {
    const { first, ends, device } = await line(1);
    const second = prepareFixture('succeeds_with_output', device);
    const host = await startHost(second);
    await untilEvent(second, 'run.queued');
    await host.kill();
    await untilExists(second.paths.result);
    expect(resultOf(second).status).toBe('stopped');
    expect(await untilEvent(second, 'run.stopping')).toMatchObject({ reason: 'host' });
    ask(first, 'stop');
    await ends[0];
  });

  test('waits on when its host is killed, when it is detached', async ({ expect }) => {
    const { first, ends, device } = await line(1);
    const second = prepareFixture('succeeds_with_output', { ...device, attached: false });
    const host = await startHost(second);
    await untilEvent(second, 'run.queued');
    await host.kill();
    ask(first, 'stop');
    await ends[0];
    await untilExists(second.paths.result);
    expect(resultOf(second).status).toBe('succeeded');
  });

  test('does meanwhile what needs no device', async ({ expect }) => {
    const { first, ends, device } = await line(1);
    const argv = [...first.launch.process.argv.slice(0, 1), '-c', 'print("prepared")'];
    const second = prepareFixture('succeeds_with_output', { ...device, prepare: { argv } });
    const { ended } = await start(second);
    const log = join(second.paths.folder, 'prepare.log');
    await untilExists(log);
    while (readFileSync(log, 'utf8') !== 'prepared\n') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(existsSync(second.paths.process)).toBe(false);
    ask(first, 'stop');
    await Promise.all([...ends, ended]);
    expect(resultOf(second).status).toBe('succeeded');
  });

  test('is warned, and trains, when that fails; and ends it when it is to end', async ({ expect }) => {
    const { first, ends, device } = await line(1);
    const [python = ''] = first.launch.process.argv;
    const fails = prepareFixture('succeeds_with_output', { ...device, prepare: { argv: [python, '-c', 'exit(3)'] } });
    const hangs = prepareFixture('succeeds_with_output', { ...device, prepare: { argv: [python, '-c', 'import time; time.sleep(99)'] } });
    const started = [await start(fails), await start(hangs)];
    await untilEvent(fails, 'warning');
    ask(hangs, 'cancel');
    await started[1]?.ended;
    expect(resultOf(hangs).status).toBe('cancelled');
    ask(first, 'stop');
    await Promise.all([...ends, started[0]?.ended]);
    expect(resultOf(fails).status).toBe('succeeded');
  });
});
