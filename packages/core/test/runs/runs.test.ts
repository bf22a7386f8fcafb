import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunHandle } from '../../src/index.ts';
import { all, fakeHome, killHost, untilAsked, writeIdentity } from '../support/fake-home.ts';

let home: ReturnType<typeof fakeHome>;
beforeEach(() => {
  home = fakeHome();
});

/** Makes an ended run look as if supervisor and trainer had been killed in the middle. */
async function killAll(run: RunHandle): Promise<void> {
  await run.result;
  const folder = join(run.directory, 'attempts/1');
  for (const file of ['ack.json', 'exit.json', 'result.json']) rmSync(join(folder, file));
  for (const file of ['supervisor.json', 'process.json']) writeIdentity(join(folder, file));
}

const names = (runs: readonly { runId: string }[]) => runs.map(({ runId }) => runId);
const lastEvent = async (run: RunHandle) => (await all(run.events())).at(-1);

describe('list', () => {
  test('filters by status, back end and tags, newest first', async () => {
    const { runs } = home.tunerOf();
    for (const runId of ['one', 'two', 'three']) await (await home.train(undefined, { runId, tags: { n: runId, all: 'yes' } })).result;
    const busy = await home.train(untilAsked, { runId: 'busy' });
    writeFileSync(join(home.home, 'runs/two/run.json'), '{');
    expect(names(await runs.list())).toEqual(['busy', 'three', 'one', 'two']);
    expect(names(await runs.list({ limit: 2 }))).toEqual(['busy', 'three']);
    expect(names(await runs.list({ status: 'succeeded' }))).toEqual(['three', 'one']);
    expect(names(await runs.list({ status: ['running', 'unreadable'] }))).toEqual(['busy', 'two']);
    expect(names(await runs.list({ tags: { all: 'yes' } }))).toEqual(['three', 'one']);
    expect(names(await runs.list({ tags: { all: 'yes', n: 'one' } }))).toEqual(['one']);
    expect(names(await runs.list({ backend: 'fake', limit: 1 }))).toEqual(['busy']);
    expect(await runs.list({ backend: 'rtx' })).toEqual([]);
    await busy.cancel();
  });
});

describe('attach', () => {
  test('gives a handle of a run that goes on, whose stop is the run\'s', async () => {
    const run = await home.train(untilAsked);
    const other = await home.tunerOf().runs.attach(run.id);
    expect(await other.status()).toBe('running');
    const [result, same, again] = await Promise.all([other.stop(), run.stop(), other.stop()]);
    expect(result).toMatchObject({ status: 'stopped', saved: true, step: 3 });
    expect([same, again]).toEqual([result, result]);
  });

  test('concludes what is dead, and tells it', async () => {
    const run = await home.train();
    await killAll(run);
    const other = await home.tunerOf().runs.attach(run.id);
    expect(await other.result).toMatchObject({ status: 'lost', error: { code: 'LOST' } });
    expect(await lastEvent(other)).toMatchObject({ type: 'run.ended', status: 'lost' });
  });

  test('names a run that is not there', async () => {
    await expect(home.tunerOf().runs.attach('nope')).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  });
});

describe('stop and cancel', () => {
  test('in any order and number end in one result', async () => {
    const run = await home.train(untilAsked);
    const results = await Promise.all([run.cancel(), run.stop(), run.cancel(), run.stop({ graceMs: 5 })]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(await run.cancel()).toMatchObject({ status: 'cancelled', saved: false, step: 3 });
  });

  test.each([-1, NaN, Infinity, '5'])('a grace of %j is refused, and nothing is asked', async (graceMs) => {
    const run = await home.train(untilAsked);
    await expect(run.stop({ graceMs: graceMs as number })).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await run.status()).toBe('running');
    await run.cancel();
  });
});

describe('reconcile', () => {
  test('concludes the dead, leaves the living and the ended, and says so', async () => {
    const done = await home.train(undefined, { runId: 'done' });
    const dead = await home.train(undefined, { runId: 'dead' });
    const unstarted = await home.train(undefined, { runId: 'unstarted' });
    const busy = await home.train(untilAsked, { runId: 'busy' });
    await killAll(dead);
    await unstarted.result;
    killHost(unstarted);
    const before = readFileSync(join(done.directory, 'attempts/1/result.json'), 'utf8');
    const { runs } = home.tunerOf();
    const report = await runs.reconcile();
    expect(report.concluded.map(({ runId, status }) => [runId, status]).sort()).toEqual([['dead', 'lost'], ['unstarted', 'failed']]);
    expect(names(report.active)).toEqual(['busy']);
    expect([report.adopted, report.refused, report.unreadable]).toEqual([[], [], []]);
    expect(readFileSync(join(done.directory, 'attempts/1/result.json'), 'utf8')).toBe(before);
    expect(await (await runs.attach('unstarted')).result).toMatchObject({ status: 'failed', error: { code: 'START_FAILED', retryable: true } });
    expect(await lastEvent(unstarted)).toMatchObject({ type: 'run.ended', status: 'failed' });
    expect((await runs.reconcile()).concluded).toEqual([]);
    await busy.cancel();
  });

  test('of many at once concludes once', async () => {
    const run = await home.train();
    await run.result;
    killHost(run);
    await Promise.all([1, 2, 3, 4, 5].map(() => home.tunerOf().runs.reconcile()));
    const ends = (await all(run.events())).filter(({ type }) => type === 'run.ended');
    // One of the training that this one was made of, and one.
    expect(ends.map((event) => 'status' in event && event.status)).toEqual(['succeeded', 'failed']);
  });

  test('a run that was concluded so can never start', async () => {
    const run = await home.train();
    await run.result;
    killHost(run);
    await home.tunerOf().runs.reconcile();
    // What a supervisor claims before it starts anything is taken.
    expect(existsSync(join(run.directory, 'attempts/1/supervisor.json'))).toBe(true);
    expect(await (await home.train(undefined, { runId: run.id })).result).toMatchObject({ status: 'failed' });
  });
});

describe('delete', () => {
  test('removes a run with its files', async () => {
    const run = await home.train();
    await run.result;
    const { runs } = home.tunerOf();
    await runs.delete(run.id);
    expect(readdirSync(join(home.home, 'runs'))).toEqual([]);
    await expect(runs.delete(run.id)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  });

  test('refuses a run that goes on', async () => {
    const run = await home.train(untilAsked);
    await expect(home.tunerOf().runs.delete(run.id)).rejects.toMatchObject({ code: 'RUN_ACTIVE' });
    expect((await run.stop()).status).toBe('stopped');
  });

  test('removes one that is dead, and one that cannot be read', async () => {
    const dead = await home.train();
    await killAll(dead);
    const torn = await home.train();
    await torn.result;
    writeFileSync(join(torn.directory, 'run.json'), '');
    const { runs } = home.tunerOf();
    await runs.delete(dead.id);
    await runs.delete(torn.id);
    expect(await runs.list()).toEqual([]);
  });

  test('what a crash left of it is no run, and the next reconcile clears it away', async () => {
    const left = join(home.home, 'runs/.deleted-mine-1234');
    mkdirSync(join(left, 'model'), { recursive: true });
    const { runs } = home.tunerOf();
    expect(await runs.list()).toEqual([]);
    await runs.reconcile();
    expect(existsSync(left)).toBe(false);
  });
});

describe('close', () => {
  test('stops what was started and what is on its way', async () => {
    const tuner = home.tunerOf(untilAsked);
    const config = await tuner.loadConfig('fake', 'sft', { datasetFile: home.datasetFile });
    const runs = [tuner.train(config), tuner.train(config), tuner.train(config, { detached: true })];
    await tuner.close();
    const statuses = await Promise.all((await Promise.all(runs)).map((run) => run.status()));
    expect(statuses).toEqual(['stopped', 'stopped', 'running']);
    await expect(tuner.runs.resume('any')).rejects.toMatchObject({ code: 'CLOSED' });
    await (await runs[2])?.cancel();
  });

  test('can let them go on, as detach does', async () => {
    const tuner = home.tunerOf(untilAsked);
    const config = await tuner.loadConfig('fake', 'sft', { datasetFile: home.datasetFile });
    const [first, second] = [await tuner.train(config), await tuner.train(config)];
    await first.detach();
    await first.detach();
    await tuner.close({ runs: 'detach' });
    for (const run of [first, second]) {
      expect(await run.status()).toBe('running');
      expect(existsSync(join(run.directory, 'attempts/1/detached.json'))).toBe(true);
      await run.cancel();
    }
  });

  test('leaves alone what was detached before', async () => {
    const tuner = home.tunerOf(untilAsked);
    const run = await tuner.train(await tuner.loadConfig('fake', 'sft', { datasetFile: home.datasetFile }));
    await run.detach();
    await tuner.close();
    expect(await run.status()).toBe('running');
    await run.cancel();
  });
});
