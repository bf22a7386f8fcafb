import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { builderRecord, environmentPython, readyMark } from '../../../src/environment/environment-paths.ts';
import { createTuner } from '../../../src/index.ts';
import { ownIdentity } from '../../../src/process/identity.ts';
import { fakeBackend, fakeExecutor, fakeTraining } from '../../../src/testing/index.ts';
import { REPORT } from '../../support/tiny-environment.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const READY = 'rtx-cpu-0123456789ab-py312-abcdef';

let home: string;
beforeEach(() => {
  vi.stubEnv('TUNER_ENVIRONMENTS', '');
  home = temporaryFolder();
});
afterEach(() => vi.unstubAllEnvs());

/** A folder as a build leaves it; `marked` when that came to its end. */
function environment(id: string, marked: boolean): string {
  const directory = join(home, 'environments', id);
  mkdirSync(join(environmentPython(directory), '..'), { recursive: true });
  writeFileSync(environmentPython(directory), '#!/bin/sh\n', { mode: 0o755 });
  writeFileSync(join(directory, 'large'), Buffer.alloc(1_000_000));
  const mark = { formatVersion: '1.0', createdAt: '2026-01-02T03:04:05.000Z', python: '3.12.4', probe: REPORT };
  if (marked) writeFileSync(readyMark(directory), JSON.stringify(mark));
  return directory;
}

describe('tuner.environments', () => {
  it('lists what is there: back end, Python, bytes, age, state', async () => {
    const directory = environment(READY, true);
    environment('mac-mlx-0123456789ab-py311', false);
    mkdirSync(join(home, 'environments', 'something else'));
    writeFileSync(join(home, 'environments', `${READY}.lock`), '');
    const [mac, rtx, ...more] = await createTuner({ home }).environments.list();
    expect(more).toEqual([]);
    expect(rtx).toMatchObject({
      id: READY, backend: 'rtx', directory, python: '3.12.4', createdAt: '2026-01-02T03:04:05.000Z', state: 'ready', usedBy: [],
      pythonPath: environmentPython(directory),
    });
    expect(rtx?.sizeBytes).toBeGreaterThan(1_000_000);
    expect(rtx?.sizeBytes).toBeLessThan(1_100_000);
    expect(mac).toMatchObject({ backend: 'mac', python: '3.11', state: 'incomplete' });
  });

  it('lists and removes nothing of an empty home', async () => {
    const { environments } = createTuner({ home });
    expect(await environments.list()).toEqual([]);
    await expect(environments.remove(READY)).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_FOUND', details: { id: READY, ids: [] } });
  });

  it('removes one, whatever state it is in, and no other', async () => {
    const [ready, half] = [environment(READY, true), environment('rtx-cpu-0123456789ab-py312', false)];
    const { environments } = createTuner({ home });
    await environments.remove('rtx-cpu-0123456789ab-py312');
    expect([existsSync(ready), existsSync(half)]).toEqual([true, false]);
    await environments.remove(READY);
    expect(await environments.list()).toEqual([]);
  });

  it.each(['../runs', '.', 'rtx', `${READY}/bin`, `${READY}.lock`])('removes nothing else: %s', async (id) => {
    environment(READY, true);
    await expect(createTuner({ home }).environments.remove(id)).rejects.toMatchObject({
      name: 'EnvironmentError', code: 'ENVIRONMENT_NOT_FOUND', message: expect.stringContaining(READY),
    });
  });

  it('refuses to remove one that is being built', async () => {
    const directory = environment(READY, false);
    writeFileSync(builderRecord(directory), JSON.stringify(await ownIdentity()));
    const { environments } = createTuner({ home });
    expect(await environments.list()).toMatchObject([{ state: 'building' }]);
    await expect(environments.remove(READY)).rejects.toMatchObject({ code: 'ENVIRONMENT_IN_USE', message: expect.stringContaining('being built') });
    rmSync(builderRecord(directory));
    await environments.remove(READY);
  });

  it('refuses to remove one that a run trains with, names the run, and lets it be ready', async () => {
    const directory = environment(READY, true);
    let finish = () => undefined as void;
    const going = new Promise<void>((resolve) => { finish = resolve; });
    const executor = fakeExecutor(async (trainer) => {
      await going;
      return fakeTraining(trainer);
    });
    await using tuner = createTuner({ home, executor, backends: [fakeBackend()] });
    const rows = join(home, 'rows.jsonl');
    writeFileSync(rows, '{"text":"a"}\n');
    const config = await tuner.loadConfig('fake', 'sft', { datasetFile: rows });
    const run = await tuner.train(config, { runId: 'busy', pythonPath: environmentPython(directory) });
    expect(await tuner.environments.list()).toMatchObject([{ id: READY, usedBy: ['busy'] }]);
    await expect(tuner.environments.remove(READY)).rejects.toMatchObject({
      code: 'ENVIRONMENT_IN_USE', retryable: true, details: { usedBy: ['busy'] }, message: expect.stringContaining('busy'),
    });
    expect(await tuner.environments.list()).toMatchObject([{ state: 'ready' }]);
    finish();
    await run.result;
    await tuner.environments.remove(READY);
    expect(existsSync(directory)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('does not follow a link out of an environment', async () => {
    const [directory, outside] = [environment(READY, true), temporaryFolder()];
    writeFileSync(join(outside, 'mine'), Buffer.alloc(5_000_000));
    symlinkSync(outside, join(directory, 'link'));
    const { environments } = createTuner({ home });
    expect((await environments.list())[0]?.sizeBytes).toBeLessThan(2_000_000);
    await environments.remove(READY);
    expect(existsSync(join(outside, 'mine'))).toBe(true);
  });
});
