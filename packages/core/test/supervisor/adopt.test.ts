import { writeFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { spawnSupervisor } from '../../src/process/spawn-supervisor.ts';
import { killed, processOf, startHost, untilGone } from '../support/killing.ts';
import {
  ask, eventsOf, prepareFixture, PYTHON, resultOf, start, SUPERVISOR, untilEvent, untilExists, type FixtureRun,
} from '../support/fixture-run.ts';

function adopt({ directory }: FixtureRun, attached = false) {
  return spawnSupervisor({ python: PYTHON, supervisor: SUPERVISOR, directory, attempt: 1, attached, adopt: true });
}

/** Starts a fixture and kills its supervisor once the trainer is at work. */
async function orphan(fixture: string, changes: object = {}): Promise<FixtureRun> {
  const run = prepareFixture(fixture, changes);
  await start(run);
  await untilEvent(run, 'phase');
  await killed(processOf(run, 'supervisor'));
  return run;
}

const refusal = (reason: string) => ({ code: 'ADOPT_REFUSED', details: { reason } });

describe.concurrent('whoever adopts a trainer without a supervisor', () => {
  test('passes a stop on, and records what the trainer says', async ({ expect }) => {
    const run = await orphan('stops_and_saves');
    const { ended } = await adopt(run);
    ask(run, 'stop');
    await ended;
    const expected = { status: 'stopped', code: null, signal: null, ack: { saved: true }, concludedBy: 'adopter' };
    expect(resultOf(run)).toMatchObject(expected);
    const told = (await eventsOf(run)).map(({ type }) => type);
    expect(told).toEqual(['run.started', 'attempt.started', 'phase', 'run.stopping', 'attempt.ended', 'run.ended']);
  });

  test('ends one that does not listen', async ({ expect }) => {
    const run = await orphan('ignores_sigterm', { stop: { graceMs: 50, terminateMs: 50 } });
    const { ended } = await adopt(run);
    ask(run, 'stop');
    await ended;
    expect(resultOf(run)).toMatchObject({ status: 'stopped', ack: null });
    await untilGone(processOf(run, 'process'));
  });

  test('is one of many', async ({ expect }) => {
    const run = await orphan('stops_and_saves');
    const tries = await Promise.allSettled([adopt(run), adopt(run), adopt(run)]);
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toMatchObject([refusal('adopting'), refusal('adopting')]);
    ask(run, 'cancel');
    ask(run, 'stop');
    await Promise.all(tries.map((one) => one.status === 'fulfilled' && one.value.ended));
    expect((await eventsOf(run)).filter(({ type }) => type === 'run.ended')).toHaveLength(1);
  });

  test('is its new host, when it says so', async ({ expect }) => {
    const run = await orphan('stops_and_saves');
    const host = await startHost(run, 'adopt');
    await host.kill();
    await untilExists(run.paths.result);
    expect(resultOf(run)).toMatchObject({ status: 'stopped', ack: { saved: true } });
    expect(await untilEvent(run, 'run.stopping')).toMatchObject({ reason: 'host' });
  });

  test('stops an attached run whose host is gone', async ({ expect }) => {
    const run = prepareFixture('stops_and_saves');
    const host = await startHost(run);
    await untilEvent(run, 'phase');
    process.kill(processOf(run, 'supervisor'), 'SIGKILL');
    await host.kill();
    await (await adopt(run)).ended;
    expect(resultOf(run).status).toBe('stopped');
    expect(await untilEvent(run, 'run.stopping')).toMatchObject({ reason: 'host' });
  });

  test('finds that a trainer without any guardian has stopped and saved by itself', async ({ expect }) => {
    const run = prepareFixture('stops_when_abandoned');
    const host = await startHost(run);
    await untilEvent(run, 'phase');
    await killed(processOf(run, 'supervisor'));
    await host.kill();
    await untilGone(processOf(run, 'process'));
    await (await adopt(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'stopped', ack: { saved: true } });
  });

  test('tries five times', async ({ expect }) => {
    const run = await orphan('stops_and_saves', { attached: false });
    for (const path of run.paths.adopters) writeFileSync(path, '{}');
    await expect(adopt(run)).rejects.toMatchObject(refusal('exhausted'));
    ask(run, 'stop');
    await untilGone(processOf(run, 'process'));
    // Nothing lives that would be watched a sixth time: its last word is written down.
    await (await adopt(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'stopped', ack: { saved: true }, concludedBy: 'adopter' });
  });

  test('is refused when there is nothing to take over', async ({ expect }) => {
    const run = prepareFixture('stops_and_saves');
    await expect(adopt(run)).rejects.toMatchObject(refusal('not_started'));
    const { ended } = await start(run);
    await expect(adopt(run)).rejects.toMatchObject(refusal('supervised'));
    ask(run, 'stop');
    await ended;
    await expect(adopt(run)).rejects.toMatchObject(refusal('concluded'));
  });
});

describe.concurrent('what is left of a run that is dead', () => {
  test('is lost, when nobody knows how it ended', async ({ expect }) => {
    const run = await orphan('stops_and_saves');
    await killed(processOf(run, 'process'));
    await (await adopt(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'lost', code: null, signal: null, concludedBy: 'adopter' });
    expect((await eventsOf(run)).at(-1)).toMatchObject({ type: 'run.ended', status: 'lost' });
  });

  test('is what was asked, when the trainer had not been let run', async ({ expect }) => {
    for (const [mode, status] of [['stop', 'stopped'], ['cancel', 'cancelled'], [undefined, 'lost']] as const) {
      const run = await orphan('stops_and_saves', { attached: false });
      await killed(processOf(run, 'process'));
      // As if the supervisor had been killed between the record and the gate.
      writeFileSync(run.run.events, '');
      if (mode) ask(run, mode);
      await (await adopt(run)).ended;
      expect(resultOf(run)).toMatchObject({ status, ack: null });
      expect((await eventsOf(run)).map(({ type }) => type)).toEqual(['run.ended']);
    }
  });

  test('is what the trainer said last', async ({ expect }) => {
    const run = await orphan('succeeds_when_alone');
    await untilGone(processOf(run, 'process'));
    await (await adopt(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'succeeded', code: null, ack: { outcome: 'finished' } });
  });

  test('is what the supervisor saw before it was killed', async ({ expect }) => {
    const run = await orphan('stops_and_saves');
    await killed(processOf(run, 'process'));
    const exit = { formatVersion: '1.0', code: 3, signal: null, endedAt: new Date().toISOString(), sent: [] };
    writeFileSync(run.paths.exit, JSON.stringify(exit));
    await (await adopt(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'failed', code: 3 });
  });

  test('is ended with everybody that it left behind', async ({ expect }) => {
    const run = await orphan('leaves_escapees', { attached: false });
    const phase = await untilEvent(run, 'phase');
    const pids = phase.details?.['pids'] as number[];
    await killed(processOf(run, 'process'));
    await (await adopt(run)).ended;
    await Promise.all(pids.map(untilGone));
    expect(resultOf(run).status).toBe('lost');
  });

  test('gets its last event, when only that is missing', async ({ expect }) => {
    const run = await orphan('stops_and_saves');
    await killed(processOf(run, 'process'));
    const record = { formatVersion: '1.0', status: 'failed', endedAt: new Date().toISOString(), code: 1, signal: null, ack: null };
    writeFileSync(run.paths.result, JSON.stringify(record));
    for (const _ of [1, 2]) await expect(adopt(run)).rejects.toMatchObject(refusal('concluded'));
    expect((await eventsOf(run)).filter(({ type }) => type === 'run.ended')).toMatchObject([{ status: 'failed' }]);
  });
});
