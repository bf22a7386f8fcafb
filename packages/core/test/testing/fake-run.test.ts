import { mkdtempSync, readFileSync, writeFileSync, readdirSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTuner, openRun, RunError, type RunEvent, type RunHandle } from '../../src/index.ts';
import { backendContract, fakeBackend, fakeExecutor, type FakeScript } from '../../src/testing/index.ts';

let home: string;
let datasetFile: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tuner-fake-'));
  datasetFile = join(home, 'rows.jsonl');
  writeFileSync(datasetFile, '{"text":"hello"}\n');
});

const tunerWith = (script?: FakeScript) => createTuner({ backends: [fakeBackend()], executor: fakeExecutor(script), home });
async function train(script?: FakeScript, options = {}): Promise<RunHandle> {
  const tuner = tunerWith(script);
  return tuner.train(await tuner.loadConfig('fake', 'sft', { datasetFile }), options);
}
async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const list: RunEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}
const untilAsked: FakeScript = async (trainer) => {
  for (;;) {
    const asked = trainer.request();
    if (asked === 'stop') await trainer.checkpoint(3);
    if (asked) return { outcome: 'stopped', step: 3, saved: asked === 'stop' };
    await trainer.wait(5);
  }
};

for (const check of backendContract(fakeBackend)) test(`fake: ${check.name}`, check.run);

describe('a run', () => {
  test('succeeds with artifact, metrics and checkpoints', async () => {
    const result = await (await train()).result;
    expect(result).toMatchObject({ status: 'succeeded', artifact: { kind: 'adapter', baseModel: 'fake-model' }, metrics: { loss: 0.3 } });
    expect(result.checkpoints.map(({ step, values }) => [step, values])).toEqual([[10, { eval_loss: 0.3 }]]);
  });
  test('gives every event once, in order, to two consumers and to a later reader', async () => {
    const run = await train();
    const [first, second] = await Promise.all([all(run.events()), all(run.events())]);
    expect(first.map((event) => event.seq)).toEqual(first.map((_, index) => index + 1));
    expect(first[0]?.type).toBe('run.created');
    expect(first.at(-1)).toMatchObject({ type: 'run.ended', status: 'succeeded' });
    expect(second).toEqual(first);
    expect(await all((await openRun(run.directory)).events())).toEqual(first);
  });
  test('goes on behind a seq', async () => {
    const run = await train();
    await run.result;
    const events = await all(run.events());
    expect(await all(run.events({ after: 5 }))).toEqual(events.slice(5));
  });
  test('stop saves, and says so', async () => {
    const run = await train(untilAsked);
    expect(await run.stop()).toMatchObject({ status: 'stopped', checkpoint: { step: 3 } });
    expect(await run.status()).toBe('stopped');
  });
  test('cancel does not save', async () => {
    const run = await train(untilAsked);
    const result = await run.cancel();
    expect(result).toMatchObject({ status: 'cancelled', checkpoints: [] });
    expect(result).not.toHaveProperty('checkpoint');
  });
  test('stop is idempotent and safe after the end', async () => {
    const run = await train();
    const result = await run.result;
    expect(await run.stop()).toEqual(result);
    expect(existsSync(join(run.directory, 'attempts/1/stop.json'))).toBe(false);
  });
  test('a failure is a result with a typed error', async () => {
    const run = await train(async () => { throw new RunError('OUT_OF_MEMORY', 'too big', { details: { device: 'cuda' } }); });
    const result = await run.result;
    expect(result).toMatchObject({ status: 'failed', error: { code: 'OUT_OF_MEMORY', message: 'too big' } });
  });
  test('metrics come as series', async () => {
    const run = await train();
    await run.result;
    const loss = (await run.metrics()).find((series) => series.name === 'loss');
    expect(loss?.points).toHaveLength(10);
    expect(loss?.points[0]).toEqual({ step: 1, value: 3 });
  });
});

describe('train', () => {
  test('an aborted signal leaves nothing behind', async () => {
    await expect(train(undefined, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(existsSync(join(home, 'runs'))).toBe(false);
  });
  test('a signal aborted later stops the run', async () => {
    const controller = new AbortController();
    const run = await train(untilAsked, { signal: controller.signal });
    controller.abort();
    expect((await run.result).status).toBe('stopped');
  });
  test('without a data set it says where to name one', async () => {
    const tuner = tunerWith();
    await expect(tuner.train(await tuner.loadConfig('fake', 'sft'))).rejects.toMatchObject({ code: 'DATASET_NOT_SET' });
  });
  test('a data set that is not there is named', async () => {
    const tuner = tunerWith();
    const config = await tuner.loadConfig('fake', 'sft', { datasetFile: join(home, 'nope.jsonl') });
    await expect(tuner.train(config)).rejects.toThrow(/nope\.jsonl does not exist/);
  });
  test.each(['', 'A', '../x', 'a'.repeat(65), '-a'])('refuses the run id %j', async (runId) => {
    await expect(train(undefined, { runId })).rejects.toMatchObject({ code: 'RUN_ID_INVALID' });
  });
  test('the same id and configuration is the same run; another configuration is refused', async () => {
    const tuner = tunerWith();
    const config = await tuner.loadConfig('fake', 'sft', { datasetFile });
    const first = await tuner.train(config, { runId: 'mine' });
    const again = await tuner.train(config, { runId: 'mine' });
    expect(await again.result).toEqual(await first.result);
    const other = await tuner.loadConfig('fake', 'sft', { datasetFile, epochs: 7 });
    await expect(tuner.train(other, { runId: 'mine' })).rejects.toMatchObject({ code: 'RUN_EXISTS' });
  });
  test('records what was run, and no half run', async () => {
    const run = await train(undefined, { tags: { project: 'notes' } });
    await run.result;
    const record = JSON.parse(readFileSync(join(run.directory, 'run.json'), 'utf8'));
    expect(record).toMatchObject({ backend: 'fake', method: 'sft', tags: { project: 'notes' }, data: { bytes: 17 } });
    expect(readdirSync(join(home, 'runs'))).toEqual([run.id]);
  });
});

describe('runs', () => {
  test('lists the newest first, and an unreadable one as such', async () => {
    const tuner = tunerWith();
    const config = await tuner.loadConfig('fake', 'sft', { datasetFile });
    for (const runId of ['one', 'two', 'three']) await (await tuner.train(config, { runId })).result;
    writeFileSync(join(home, 'runs/two/run.json'), '{"formatVersion":');
    const list = await tuner.runs.list();
    expect(list.map((run) => [run.runId, run.status])).toEqual([['three', 'succeeded'], ['one', 'succeeded'], ['two', 'unreadable']]);
  });
  test('get names a run that is not there', async () => {
    await expect(tunerWith().runs.get('nope')).rejects.toThrow(/no run "nope"/);
  });
  test('a record of a newer major version is refused', async () => {
    const run = await train();
    await run.result;
    const path = join(run.directory, 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"formatVersion": "1.0"', '"formatVersion": "2.0"'));
    await expect(openRun(run.directory)).rejects.toMatchObject({ code: 'FORMAT_VERSION' });
  });
});

test('close stops what was started, and refuses more', async () => {
  const tuner = tunerWith(untilAsked);
  const config = await tuner.loadConfig('fake', 'sft', { datasetFile });
  const run = await tuner.train(config);
  await tuner.close();
  expect((await run.result).status).toBe('stopped');
  await expect(tuner.train(config)).rejects.toMatchObject({ code: 'CLOSED' });
});
