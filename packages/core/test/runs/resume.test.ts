import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { hashFiles } from '../../src/assets/hash-files.ts';
import type { RunHandle } from '../../src/index.ts';
import type { FakeScript } from '../../src/testing/index.ts';
import { all, fakeHome, killHost, untilAsked } from '../support/fake-home.ts';

let home: ReturnType<typeof fakeHome>;
let script: string;
beforeEach(() => {
  home = fakeHome();
  script = join(process.cwd(), 'train.py');
});

/** Saves steps 3 and 6, comes to 8, and fails. */
const failsAtEight: FakeScript = async (trainer) => {
  await trainer.checkpoint(3);
  await trainer.checkpoint(6);
  await trainer.emit({ type: 'metrics', step: 8, epoch: 0.8, values: { loss: 1 } });
  throw new Error('no luck');
};

async function failed(): Promise<RunHandle> {
  const run = await home.train(failsAtEight, { runId: 'mine' });
  expect((await run.result).status).toBe('failed');
  pointAtCode(run);
  return run;
}

/** The fake back end names a script that is nowhere; a resume looks for it. */
function pointAtCode({ directory, attempt }: RunHandle): void {
  script = join(home.home, 'train.py');
  writeFileSync(script, '');
  const path = join(directory, 'attempts', String(attempt), 'launch.json');
  const launch = JSON.parse(readFileSync(path, 'utf8')) as { process: { argv: string[] } };
  launch.process.argv[1] = script;
  writeFileSync(path, JSON.stringify(launch));
}

const checkpoint = (run: RunHandle, step: number, file = 'adapter_model.safetensors') =>
  join(run.directory, 'checkpoints', `checkpoint-${step}`, file);

async function warnings(run: RunHandle) {
  return (await all(run.events())).flatMap((event) => (event.type === 'warning' ? [[event.code, event.message]] : []));
}

async function started(run: RunHandle) {
  return (await all(run.events())).filter((event) => event.type === 'attempt.started').at(-1);
}

describe('resume', () => {
  test('goes on from the newest checkpoint in a new attempt, and says what is repeated', async () => {
    const first = await failed();
    const run = await home.tunerOf().runs.resume('mine');
    expect(run.attempt).toBe(2);
    expect(await run.result).toMatchObject({ status: 'succeeded' });
    const path = join(first.directory, 'checkpoints', 'checkpoint-6');
    expect(await started(run)).toMatchObject({ attempt: 2, resumedFrom: { step: 6, path }, repeats: 2 });
    expect(await warnings(run)).toEqual([]);
    expect((await run.info()).attempts).toBe(2);
    expect((await first.result).status).toBe('failed');
  });

  test.each([
    ['has another byte', /SHA-256/, (path: string) => writeFileSync(path, 'stEp 6')],
    ['is shorter', /has 5 bytes instead of 6/, (path: string) => writeFileSync(path, 'step ')],
    ['is missing', /is missing/, (path: string) => rmSync(path)],
  ])('passes over a checkpoint of which a file %s, and says so', async (_what, reason, damage) => {
    const first = await failed();
    damage(checkpoint(first, 6));
    const run = await home.tunerOf().runs.resume('mine');
    expect(await started(run)).toMatchObject({ resumedFrom: { step: 3 }, repeats: 5 });
    expect(await warnings(run)).toEqual([['checkpoint_skipped', expect.stringMatching(reason)]]);
    // The trainer would take it for saved already when it comes to step 6 again.
    expect(existsSync(checkpoint(first, 6, 'manifest.json'))).toBe(false);
    expect(existsSync(join(first.directory, 'checkpoints/set-aside-2/checkpoint-6/manifest.json'))).toBe(true);
  });

  test('passes over a checkpoint that was not written to its end, and over one of another run', async () => {
    const first = await failed();
    const manifest = checkpoint(first, 6, 'manifest.json');
    cpSync(join(manifest, '..'), join(manifest, '../../checkpoint-7'), { recursive: true });
    rmSync(checkpoint(first, 7, 'manifest.json'));
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('{', '{"runId":"another",'));
    const run = await home.tunerOf().runs.resume('mine');
    expect(await warnings(run)).toEqual([
      ['checkpoint_skipped', expect.stringMatching(/step 7.*not written to its end/)],
      ['checkpoint_skipped', expect.stringMatching(/step 6.*run "another"/)],
    ]);
    expect(await started(run)).toMatchObject({ resumedFrom: { step: 3 } });
  });

  test('begins anew without a checkpoint, and says so', async () => {
    const first = await failed();
    rmSync(join(first.directory, 'checkpoints'), { recursive: true });
    const run = await home.tunerOf().runs.resume('mine');
    expect(await started(run)).toMatchObject({ resumedFrom: null, repeats: 8 });
    expect((await warnings(run)).map(([code]) => code)).toEqual(['resume_from_start']);
  });

  test('after a stop repeats nothing', async () => {
    const first = await home.train(untilAsked, { runId: 'mine' });
    expect(await first.stop()).toMatchObject({ saved: true, step: 3 });
    pointAtCode(first);
    const run = await home.tunerOf().runs.resume('mine');
    expect(await started(run)).toMatchObject({ resumedFrom: { step: 3 }, repeats: 0 });
  });

  test('keeps the configuration, and goes with a home that was moved', async () => {
    const first = await failed();
    const before = JSON.parse(readFileSync(join(first.directory, 'attempts/1/launch.json'), 'utf8'));
    const moved = join(home.home, 'moved');
    mkdirSync(moved);
    renameSync(join(home.home, 'runs'), join(moved, 'runs'));
    const run = await home.tunerOf(undefined, moved).runs.resume('mine', { detached: true, devices: ['b', 'a', 'a'], stallMs: 0, onStall: 'stop' });
    await run.result;
    const after = JSON.parse(readFileSync(join(run.directory, 'attempts/2/launch.json'), 'utf8'));
    expect(after.config).toEqual(before.config);
    expect(after.process.argv).toEqual([...before.process.argv.slice(0, -1), join(run.directory, 'attempts/2/launch.json')]);
    expect(after).toMatchObject({ attempt: 2, attached: false, devices: ['a', 'b'], stallMs: 0, onStall: 'stop' });
    expect(after.files).toMatchObject({ data: home.datasetFile, requests: join(run.directory, 'attempts/2'), model: join(run.directory, 'model') });
    expect(await started(run)).toMatchObject({ resumedFrom: { path: join(run.directory, 'checkpoints/checkpoint-6') } });
  });

  test('is refused for what succeeded and for what goes on', async () => {
    const done = await home.train(undefined, { runId: 'done' });
    await done.result;
    await expect(home.tunerOf().runs.resume('done')).rejects.toMatchObject({ code: 'RUN_SUCCEEDED' });
    const busy = await home.train(untilAsked, { runId: 'busy' });
    const refusal = { code: 'RUN_ACTIVE', details: { status: 'running', attempt: 1 } };
    await expect(home.tunerOf().runs.resume('busy')).rejects.toMatchObject(refusal);
    await busy.cancel();
    expect(readdirSync(join(busy.directory, 'attempts'))).toEqual(['1']);
  });

  test('of several at once one wins', async () => {
    await failed();
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => home.tunerOf(untilAsked).runs.resume('mine')));
    const won = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const lost = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []));
    expect([won.length, lost.map(({ code }) => code)]).toEqual([1, ['RUN_ACTIVE', 'RUN_ACTIVE', 'RUN_ACTIVE']]);
    expect(await won[0]?.cancel()).toMatchObject({ status: 'cancelled', saved: false });
    expect(readdirSync(join(won[0]?.directory ?? '', 'attempts')).sort()).toEqual(['1', '2']);
  });

  test('starts a run whose host died before it could', async () => {
    const first = await home.train(undefined, { runId: 'mine' });
    await first.result;
    killHost(first);
    pointAtCode(first);
    const run = await home.tunerOf().runs.resume('mine');
    expect(await run.result).toMatchObject({ status: 'succeeded' });
  });
});

describe('what a run was started with', () => {
  test('data that changed is refused, and data that is gone', async () => {
    const run = await failed();
    appendFileSync(home.datasetFile, '{"text":"more"}\n');
    const refusal = { code: 'DATASET_CHANGED', details: { path: home.datasetFile, expected: { bytes: 17 }, found: { bytes: 33 } } };
    await expect(home.tunerOf().runs.resume('mine')).rejects.toMatchObject(refusal);
    rmSync(home.datasetFile);
    await expect(home.tunerOf().runs.resume('mine')).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect(readdirSync(join(run.directory, 'attempts'))).toEqual(['1']);
  });

  test('a trainer that is gone is refused by name', async () => {
    await failed();
    rmSync(script);
    await expect(home.tunerOf().runs.resume('mine')).rejects.toMatchObject({ code: 'RESUME_REFUSED', details: { path: script } });
  });

  test('another code of the trainer is a warning', async () => {
    const { directory } = await failed();
    const path = join(directory, 'run.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('"trainers": "fake"', '"trainers": "older"'));
    const run = await home.tunerOf().runs.resume('mine');
    expect((await warnings(run)).map(([code]) => code)).toEqual(['trainer_changed']);
  });

  test('code of an installed package is used while it is whole', async () => {
    const first = await failed();
    const sha256 = hashFiles({ 'train.py': '' });
    const folder = join(home.home, 'assets', sha256, 'Trainers');
    mkdirSync(folder, { recursive: true });
    renameSync(script, join(folder, 'train.py'));
    for (const [path, from, to] of [
      [join(first.directory, 'attempts/1/launch.json'), script, join(folder, 'train.py')],
      [join(first.directory, 'run.json'), '"trainers": "fake"', `"trainers": "${sha256}"`],
    ] as const) writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
    writeFileSync(join(folder, 'train.py'), 'changed');
    await expect(home.tunerOf().runs.resume('mine')).rejects.toMatchObject({ code: 'RESUME_REFUSED', details: { path: folder } });
    writeFileSync(join(folder, 'train.py'), '');
    const run = await home.tunerOf().runs.resume('mine');
    expect([(await run.result).status, await warnings(run)]).toEqual(['succeeded', []]);
  });

  test('a Python that is gone is named', async () => {
    await failed();
    const pythonPath = join(home.home, 'no-python');
    await expect(home.tunerOf().runs.resume('mine', { pythonPath })).rejects.toMatchObject({ code: 'PYTHON_NOT_FOUND' });
  });

  test.each([
    ['devices', ['..']], ['devices', 'cpu'], ['stallMs', -1], ['stallMs', NaN], ['onStall', 'kill'],
  ])('a wrong option %s: %j is refused before anything is recorded', async (option, value) => {
    await expect(home.train(undefined, { [option]: value })).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { option } });
    expect(existsSync(join(home.home, 'runs'))).toBe(false);
  });
});
