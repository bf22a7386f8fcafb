import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import type { RunPlace } from '../../src/contract/executor.ts';
import { LocalExecutor } from '../../src/process/local-executor.ts';
import { openRun } from '../../src/runs/open-run.ts';
import { prepareFixture, readJson, resultOf, untilEvent, type FixtureRun } from '../support/fixture-run.ts';

const executor = new LocalExecutor({ home: '/nowhere' });
const placeOf = ({ directory }: FixtureRun): RunPlace => ({ runId: 'a-run', directory, attempt: 1 });

async function startAtWork(fixture: string, changes = {}) {
  const run = prepareFixture(fixture, changes);
  const { ended } = await executor.start(placeOf(run), run.launch);
  await untilEvent(run, 'phase');
  return { run, place: placeOf(run), ended };
}

/** What makes a fixture's directory a run that anybody can open. */
function record({ run }: FixtureRun): void {
  const data = { path: '/rows', bytes: 0, sha256: '' };
  writeFileSync(run.record, JSON.stringify({
    formatVersion: '1.0', kind: 'training', runId: 'a-run', createdAt: new Date().toISOString(), backend: 'fixture',
    method: 'none', modelName: 'none', versions: {}, assets: { supervisor: '', trainers: '' }, data, tags: {},
    identity: '',
  }));
}

describe.concurrent('the local executor', () => {
  test('says what is there: nobody, then the processes, then nobody', async ({ expect }) => {
    const nobody = { supervisor: 'gone', trainer: 'gone' };
    expect(await executor.inspect(placeOf(prepareFixture('stops_and_saves')))).toEqual(nobody);
    const { run, place, ended } = await startAtWork('stops_and_saves');
    expect(await executor.inspect(place)).toEqual({ supervisor: 'alive', trainer: 'alive' });
    await executor.stop(place, 'stop');
    await ended;
    expect(await executor.inspect(place)).toEqual(nobody);
    expect(resultOf(run).status).toBe('stopped');
  });

  test('tells a trainer that lives on from its killed supervisor', async ({ expect }) => {
    const { run, place, ended } = await startAtWork('ends_on_sigterm');
    const { pid } = readJson(run.paths.supervisor) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await ended;
    expect(await executor.inspect(place)).toEqual({ supervisor: 'gone', trainer: 'alive' });
    process.kill((readJson(run.paths.process) as { pid: number }).pid, 'SIGKILL');
    while ((await executor.inspect(place)).trainer === 'alive') await new Promise(setImmediate);
  });

  test('asks once, whoever asks how often, and cancel beside stop', async ({ expect }) => {
    const run = prepareFixture('stops_and_saves');
    const place = placeOf(run);
    await Promise.all([5, 6, 7].map((graceMs) => executor.stop(place, 'stop', graceMs)));
    const first = readFileSync(run.paths.stop, 'utf8');
    expect([5, 6, 7]).toContain((JSON.parse(first) as { graceMs: number }).graceMs);
    await executor.stop(place, 'stop', 8);
    await executor.stop(place, 'cancel');
    expect(readFileSync(run.paths.stop, 'utf8')).toBe(first);
    expect(readdirSync(run.paths.folder).sort()).toEqual(['cancel.json', 'launch.json', 'stop.json']);
  });

  test('ends a supervisor that is told to end by ending its trainer first', async ({ expect }) => {
    const { run, ended } = await startAtWork('stops_and_saves');
    process.kill((readJson(run.paths.supervisor) as { pid: number }).pid, 'SIGTERM');
    await ended;
    expect(resultOf(run)).toMatchObject({ status: 'stopped', ack: { saved: true } });
  });

  test('writes what any reader of the run understands', async ({ expect }) => {
    const { run, place } = await startAtWork('stops_and_saves');
    record(run);
    const reader = await openRun(run.directory);
    expect(await reader.status()).toBe('running');
    await executor.stop(place, 'stop');
    const types = (await Array.fromAsync(reader.events())).map(({ type }) => type);
    expect(types).toEqual(['run.started', 'attempt.started', 'phase', 'run.stopping', 'attempt.ended', 'run.ended']);
    expect(await reader.status()).toBe('stopped');
  });

  test('names its supervisor by the hash of its code', async ({ expect }) => {
    expect(await executor.supervisorHash()).toMatch(/^[0-9a-f]{64}$/);
  });
});
