import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { createRandom } from '../../../examples/src/rows/random.ts';
import { faultTuner, isRunning, trainFixture, untilTraining } from '../support/fault-tuner.ts';
import { ask, prepareFixture, resultOf, start, untilEvent } from '../support/fixture-run.ts';

async function stopAtWork(fixture: string) {
  const run = await faultTuner().train(fixture);
  const { pids } = await untilTraining(run);
  return { run, pids: (pids ?? []) as number[], result: await run.stop() };
}

describe.concurrent('stop and cancel', () => {
  test('11 SIGTERM ignored: SIGKILL after its time, and the status is what was asked', async ({ expect }) => {
    const run = prepareFixture('ignores_sigterm', { stop: { graceMs: 200, terminateMs: 200 } });
    const { ended } = await start(run);
    await untilEvent(run, 'phase');
    ask(run, 'stop');
    await ended;
    expect(resultOf(run)).toMatchObject({ status: 'stopped', signal: 'SIGKILL' });
  });

  test('12 stop while saving: waits for the checkpoint', async ({ expect }) => {
    const { result } = await stopAtWork('saves_slowly');
    expect(result).toMatchObject({ status: 'stopped', checkpoint: { step: 7 } });
  });

  test.for(['leaves_workers', 'escapes'])('14, 15 %s: nobody is left when stop resolves', async (fixture, { expect }) => {
    const { pids, result } = await stopAtWork(fixture);
    expect(result.status).toBe('stopped');
    expect(pids.length).toBeGreaterThan(0);
    expect(pids.filter(isRunning)).toEqual([]);
  });

  test('16 grandchildren hold the output: the run ends with its trainer, and they do, too', async ({ expect }) => {
    const { run, result } = await trainFixture('leaves_its_output_open');
    expect(result.status).toBe('succeeded');
    const { pids } = await untilTraining(run);
    expect((pids as number[]).filter(isRunning)).toEqual([]);
  });

  test('38 stop and cancel at once, twice, and after the end: one status for all', async ({ expect }) => {
    const run = await faultTuner().train('ends_on_cancel');
    await untilTraining(run);
    const answers = await Promise.all([run.cancel(), run.stop(), run.cancel(), run.stop()]);
    answers.push(await run.cancel(), await run.stop());
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill('cancelled'));
    const ends = (await Array.fromAsync(run.events())).filter(({ type }) => type === 'run.ended');
    expect(ends).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe.concurrent('37 abort', () => {
  test('before: nothing exists', async ({ expect }) => {
    const { tuner, train } = faultTuner();
    await expect(train('stops_and_saves', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await tuner.runs.list()).toEqual([]);
  });

  test.for([1, 2, 3, 4, 5, 6, 7, 8])('while it starts, seed %i: nothing, or a run that was stopped', async (seed, { expect }) => {
    const { tuner, train } = faultTuner();
    const controller = new AbortController();
    const starting = train('stops_and_saves', { signal: controller.signal }).catch((error: unknown) => error);
    await sleep(createRandom(seed).below(120));
    controller.abort();
    const run = await starting;
    if (run instanceof Error) {
      expect(run).toMatchObject({ code: 'ABORTED' });
      return expect(await tuner.runs.list()).toEqual([]);
    }
    expect((await (run as Awaited<ReturnType<typeof train>>).result).status).toBe('stopped');
  });

  test('after: the run is stopped and saved', async ({ expect }) => {
    const controller = new AbortController();
    const run = await faultTuner().train('stops_and_saves', { signal: controller.signal });
    await untilTraining(run);
    controller.abort();
    expect(await run.result).toMatchObject({ status: 'stopped' });
  });

  test('of a reading: ends the reading alone', async ({ expect }) => {
    const { home, train } = faultTuner();
    const run = await train('stops_and_saves');
    const controller = new AbortController();
    for await (const event of run.events({ signal: controller.signal })) if (event.type === 'phase') controller.abort();
    expect(await run.status()).toBe('running');
    writeFileSync(`${home}/runs/${run.id}/attempts/1/stop.json`, '{}');
    expect((await run.result).status).toBe('stopped');
  });
});
