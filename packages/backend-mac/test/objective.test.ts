import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTuner, overrideConfig, type TrainingConfig } from '@tuner/core';
import { fakeExecutor } from '@tuner/core/testing';
import { describe, expect, test } from 'vitest';
import { MacBackend, type MlxSettings } from '../src/index.ts';
import { ownFile, refusal } from './loading.ts';

const backend = new MacBackend({ device: 'cpu' });
const tuner = createTuner({ backends: [backend], executor: fakeExecutor() });
const rows = (...labels: readonly unknown[]) =>
  ownFile(labels.map((label) => `${JSON.stringify({ prompt: 'a', completion: 'b', label })}\n`).join(''), 'rows.jsonl');
const load = (datasetFile: string, training: Partial<MlxSettings['training']> = {}) =>
  tuner.loadConfig('mac', 'mlx', { datasetFile, settings: { training } });
const plain = (config: TrainingConfig<MlxSettings>) => config as unknown as TrainingConfig;
const readJson = (...path: string[]) => JSON.parse(readFileSync(join(...path), 'utf8'));

describe('objective: auto', () => {
  test('stays auto until there are rows', async () => {
    const config = await load(rows(true, false));
    expect(config).toMatchObject({ objective: 'auto', settings: { training: { objective: 'auto' } } });
  });

  test.each([
    ['kto', [true, false], 0], ['sft', [undefined, null], 0], ['sft', [true, true], 1], ['sft', [false], 1],
  ] as const)('is %s in every record for labels %s', async (objective, labels, warnings) => {
    const run = await tuner.train(await load(rows(...labels)), { preflight: 'off' });
    await run.result;
    const recorded = readJson(run.directory, 'config.json');
    expect(recorded).toMatchObject({ objective, settings: { training: { objective } } });
    expect(recorded.warnings).toHaveLength(warnings);
    expect(readJson(run.directory, 'attempts', '1', 'launch.json').config.training.objective).toBe(objective);
    expect((await run.info()).record.objective).toBe(objective);
  });

  test('the warning of one value is in the record, and told once among the events', async () => {
    const run = await tuner.train(await load(rows(false, false), { loss_on: 'all' }), { preflight: 'off' });
    const events = await Array.fromAsync(run.events());
    expect(events.filter(({ type }) => type === 'warning')).toMatchObject([
      { code: 'config_advice', message: expect.stringContaining('is false'), details: { key: 'training.objective' } },
    ]);
    const [warning] = readJson(run.directory, 'config.json').warnings;
    expect(warning).toMatchObject({ kind: 'advice', key: 'training.objective' });
    expect(warning.message).toContain('is false');
  });

  test('leaves the configuration that was given as it is: it can be changed and trained again', async () => {
    const config = await load(rows(true, false));
    await tuner.train(config);
    expect(config.objective).toBe('auto');
    const changed = overrideConfig(config, { epochs: 3, datasetFile: rows(true) });
    expect(changed).toMatchObject({ objective: 'auto', epochs: 3 });
    expect((await backend.resolveConfig(plain(changed))).objective).toBe('sft');
  });

  test('a resolved configuration can be changed; what was found out stays', async () => {
    const resolved = await backend.resolveConfig(plain(await load(rows(true))));
    const changed = overrideConfig(resolved, { epochs: 3 });
    expect(changed).toMatchObject({ objective: 'sft', epochs: 3, warnings: [{ key: 'training.objective' }] });
    expect(await backend.resolveConfig(changed)).toBe(changed);
  });

  test('twice is the same run, and so is the objective by its name', async () => {
    const datasetFile = rows(true, false);
    const first = await tuner.train(await load(datasetFile), { runId: 'auto-twice' });
    const second = await tuner.train(await load(datasetFile), { runId: 'auto-twice' });
    const named = await tuner.train(await load(datasetFile, { objective: 'kto' }), { runId: 'auto-twice' });
    expect([second.directory, named.directory]).toEqual([first.directory, first.directory]);
    const other = tuner.train(await load(datasetFile, { objective: 'sft' }), { runId: 'auto-twice' });
    await expect(other).rejects.toMatchObject({ code: 'RUN_EXISTS' });
  });

  test('that becomes kto with one row in a batch is refused before anything is recorded', async () => {
    const config = await load(rows(true, false), { per_device_batch_size: 1 });
    const error = await refusal(tuner.train(config, { runId: 'too-small' }));
    expect(error).toMatchObject({ code: 'CONFIG_CONFLICT', details: { key: 'training.per_device_batch_size' } });
    expect((await tuner.runs.list()).map(({ runId }) => runId)).not.toContain('too-small');
  });

  test('that becomes kto remarks on keys that hold for SFT alone', async () => {
    const resolved = await backend.resolveConfig(plain(await load(rows(true, false), { loss_on: 'all' })));
    expect(resolved.warnings).toMatchObject([{ kind: 'advice', key: 'training.loss_on' }]);
  });

  test('without a data set, or with one that is not there, is a typed error', async () => {
    const none = await tuner.loadConfig('mac', 'mlx');
    const details = { key: 'data.dataset_path' };
    await expect(tuner.train(none)).rejects.toMatchObject({ code: 'DATASET_NOT_SET', details });
    await expect(tuner.train(await load('/no/such/rows.jsonl'))).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
  });
});

test('an objective by its name reads nothing', async () => {
  const config = plain(await load('/no/such/rows.jsonl', { objective: 'sft' }));
  expect(await backend.resolveConfig(config)).toBe(config);
});
