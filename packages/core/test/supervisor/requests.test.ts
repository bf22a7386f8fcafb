import { writeFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import {
  ask, eventsOf, prepareFixture, resultOf, start, untilEvent, untilExists, type FixtureRun,
} from '../support/fixture-run.ts';
import { startHost } from '../support/killing.ts';

type Ask = ['stop' | 'cancel', object?];

const QUICK = { graceMs: 100, terminateMs: 100 };

/** Starts a fixture, waits until it is at work, asks, and waits for the end. */
async function askAtWork(fixture: string, requests: readonly Ask[], stop?: FixtureRun['launch']['stop']) {
  const run = prepareFixture(fixture, stop ? { stop } : {});
  const { ended } = await start(run);
  await untilEvent(run, 'phase');
  for (const [mode, request] of requests) ask(run, mode, request);
  await ended;
  return { ...run, result: resultOf(run), events: await eventsOf(run) };
}

describe.concurrent('stop', () => {
  test('lets the trainer save and end', async ({ expect }) => {
    const { result, events } = await askAtWork('stops_and_saves', [['stop']]);
    expect(result).toMatchObject({ status: 'stopped', code: 0, ack: { saved: true, checkpoint: 'checkpoint-7' } });
    expect(events.find(({ type }) => type === 'run.stopping')).toMatchObject({ mode: 'stop', reason: 'request' });
  });

  test('ends a trainer that does not listen with SIGTERM', async ({ expect }) => {
    const { result } = await askAtWork('ends_on_sigterm', [['stop']], { graceMs: 100, terminateMs: 10_000 });
    expect(result).toMatchObject({ status: 'stopped', signal: 'SIGTERM', ack: null });
  });

  test('ends a trainer that ignores SIGTERM with SIGKILL', async ({ expect }) => {
    const { result } = await askAtWork('ignores_sigterm', [['stop']], QUICK);
    expect(result).toMatchObject({ status: 'stopped', signal: 'SIGKILL' });
  });

  test('takes its own grace from the request', async ({ expect }) => {
    const deadlines = { graceMs: 600_000, terminateMs: 10_000 };
    const { result } = await askAtWork('ends_on_sigterm', [['stop', { graceMs: 100 }]], deadlines);
    expect(result.status).toBe('stopped');
  });

  test('counts however the request is written', async ({ expect }) => {
    const { result } = await askAtWork('ends_on_sigterm', [['stop', { graceMs: 'soon' }]], QUICK);
    expect(result.status).toBe('stopped');
  });

  test('does not hide a failure', async ({ expect }) => {
    const { result } = await askAtWork('fails_while_stopping', [['stop']]);
    expect(result).toMatchObject({ status: 'failed', code: 6 });
  });

  test('does not hide that somebody else killed the trainer', async ({ expect }) => {
    const { result } = await askAtWork('is_killed_while_stopping', [['stop']]);
    expect(result).toMatchObject({ status: 'failed', signal: 'SIGKILL' });
  });

  test('before the trainer is there counts too', async ({ expect }) => {
    const run = prepareFixture('stops_and_saves');
    ask(run, 'stop');
    await (await start(run)).ended;
    expect(resultOf(run).status).toBe('stopped');
  });
});

describe.concurrent('cancel', () => {
  test('ends the run as cancelled', async ({ expect }) => {
    const { result } = await askAtWork('ends_on_cancel', [['cancel']]);
    expect(result).toMatchObject({ status: 'cancelled', ack: { saved: false } });
  });

  test('ends a trainer that ignores everything', async ({ expect }) => {
    const { result } = await askAtWork('ignores_sigterm', [['cancel']], QUICK);
    expect(result).toMatchObject({ status: 'cancelled', signal: 'SIGKILL' });
  });

  test('counts however the trainer ends', async ({ expect }) => {
    const { result } = await askAtWork('fails_while_stopping', [['cancel']]);
    expect(result).toMatchObject({ status: 'cancelled', code: 6 });
  });

  test('outranks stop, whichever came first', async ({ expect }) => {
    for (const order of [['stop', 'cancel'], ['cancel', 'stop']] as const) {
      const { result } = await askAtWork('ends_on_cancel', order.map((mode) => [mode]));
      expect(result.status).toBe('cancelled');
    }
  });

  test('outranks a stop that is under way', async ({ expect }) => {
    const run = prepareFixture('ignores_sigterm', { stop: { graceMs: 600_000, terminateMs: 100 } });
    const { ended } = await start(run);
    await untilEvent(run, 'phase');
    ask(run, 'stop');
    await untilEvent(run, 'run.stopping');
    ask(run, 'cancel', { graceMs: 100 });
    await ended;
    expect(resultOf(run).status).toBe('cancelled');
    const asked = (await eventsOf(run)).flatMap((event) => (event.type === 'run.stopping' ? [event.mode] : []));
    expect(asked).toEqual(['stop', 'cancel']);
  });
});

describe.concurrent('a host that is killed', () => {
  async function killHost(run: FixtureRun): Promise<void> {
    const host = await startHost(run);
    await untilEvent(run, 'phase');
    await host.kill();
  }

  test('stops and saves its attached run', async ({ expect }) => {
    const run = prepareFixture('stops_and_saves');
    await killHost(run);
    await untilExists(run.paths.result);
    expect(resultOf(run)).toMatchObject({ status: 'stopped', ack: { saved: true } });
    expect(await untilEvent(run, 'run.stopping')).toMatchObject({ mode: 'stop', reason: 'host' });
  });

  test('leaves its detached run alone', async ({ expect }) => {
    const run = prepareFixture('ends_on_cancel', { attached: false });
    await killHost(run);
    // It goes on until somebody else asks, and then ends as asked.
    writeFileSync(run.paths.cancel, '{}');
    await untilExists(run.paths.result);
    expect(resultOf(run).status).toBe('cancelled');
    expect((await eventsOf(run)).filter(({ type }) => type === 'run.stopping')).toMatchObject([{ reason: 'request' }]);
  });
});
