import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ConfigOverrides } from '../../src/contract/config.ts';
import { overrideConfig, readConfig } from '../../src/config/read-config.ts';
import { exampleSpec, folderWith, refusal } from './example-spec.ts';

const spec = exampleSpec();
const load = (overrides: ConfigOverrides) => readConfig(spec, overrides);
const refused = (overrides: ConfigOverrides) => refusal(() => load(overrides));

describe('overrides', () => {
  test('flat names take their places in the settings', async () => {
    const config = await load({ modelName: 'm', epochs: 3, batchSize: 8, learningRate: 0.1, datasetFile: '/rows.jsonl' });
    expect(config).toMatchObject({ modelName: 'm', epochs: 3, batchSize: 8, learningRate: 0.1, datasetFile: resolve('/rows.jsonl') });
    expect(config.settings.training).toMatchObject({ epochs: 3, batch_size: 8, learning_rate: 0.1 });
  });

  test('places in the settings show up as flat names', async () => {
    expect(await load({ settings: { training: { epochs: 5 } } })).toMatchObject({ epochs: 5 });
  });

  test('merge deeply and leave the rest alone', async () => {
    const { settings } = await load({ settings: { training: { schedule: 'cosine' } } });
    expect(settings.training).toMatchObject({ schedule: 'cosine', learning_rate: 2e-3, output_dir: './here' });
  });

  test('replace lists as a whole', async () => {
    const configPath = join(folderWith({ 'a.yaml': 'model: {name: x}\ntraining: {layers: [one, two, three]}\n' }), 'a.yaml');
    const { settings } = await load({ configPath, settings: { training: { layers: ['four'] } } });
    expect(settings.training.layers).toEqual(['four']);
  });

  test('ignore undefined', async () => {
    const config = await load({ epochs: undefined, settings: { training: { learning_rate: undefined }, model: undefined } });
    expect(config).toMatchObject({ epochs: 1, learningRate: 2e-3, modelName: 'shipped' });
  });

  test('leave the program\'s own objects as they were', async () => {
    const settings = { training: { layers: ['four'] } };
    await load({ epochs: 2, settings });
    settings.training.layers.push('five');
    expect(settings).toEqual({ training: { layers: ['four', 'five'] } });
  });

  test('null is a value', async () => {
    expect((await refused({ settings: { training: { epochs: null } } } as never)).message).toContain('epochs is null');
  });

  test('relative paths belong to the working directory', async () => {
    const config = await load({ datasetFile: 'rows.jsonl', modelName: './weights', settings: { data: { twin: 'twin.jsonl' } } });
    expect(config.datasetFile).toBe(resolve('rows.jsonl'));
    expect(config.modelName).toBe(resolve('weights'));
    expect(config.settings.data.twin).toBe(resolve('twin.jsonl'));
  });

  test('a relative configPath, too', async () => {
    expect((await refused({ configPath: 'no-such.yaml' })).details).toMatchObject({ file: resolve('no-such.yaml') });
  });
});

describe('a problem in an override names the override', () => {
  test('by its flat name and its place', async () => {
    const error = await refused({ epochs: 'three' as never });
    expect(error.message).toBe('overrides.epochs (training.epochs) is "three", expected a number.');
    expect(error.details).toMatchObject({ override: 'overrides.epochs', key: 'training.epochs' });
    expect(error.details).not.toHaveProperty('line');
  });

  test('by its place in settings', async () => {
    const error = await refused({ settings: { training: { lerning_rate: 1 } } });
    expect(error.message).toBe('overrides.settings.training.lerning_rate is not a known key; the nearest one is training.learning_rate.');
  });

  test('and a mistake of the file is still the file\'s', async () => {
    const configPath = join(folderWith({ 'a.yaml': 'model: {name: x}\ntraining:\n  epochs: 0\n' }), 'a.yaml');
    expect((await refused({ configPath, batchSize: 3 })).message).toContain('a.yaml:3:3: training.epochs is 0');
  });

  test('a name that does not exist', async () => {
    const error = await refused({ epoch: 3 } as never);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', hint: 'Did you mean epochs?' });
    expect(error.message).toContain('overrides.epoch is not a known override');
  });

  test.each([['text'], [['a']], [null]])('settings that are no object: %j', async (settings) => {
    expect((await refused({ settings } as never)).message).toBe('overrides.settings is not an object.');
  });
});

describe('a flat name and its place in settings', () => {
  test('may say the same', async () => {
    expect(await load({ epochs: 3, settings: { training: { epochs: 3 } } })).toMatchObject({ epochs: 3 });
  });

  test('must not contradict each other', async () => {
    const error = await refused({ epochs: 3, settings: { training: { epochs: 4 } } });
    expect(error.code).toBe('CONFIG_CONFLICT');
    expect(error.message).toBe('overrides.epochs is 3, but overrides.settings.training.epochs is 4: they mean the same.');
  });
});

describe('overrideConfig', () => {
  test('gives a new configuration and leaves the first as it was', async () => {
    const first = await load({ epochs: 2 });
    const second = overrideConfig(first, { batchSize: 16, settings: { training: { schedule: 'cosine' } } });
    expect(first).toMatchObject({ epochs: 2, batchSize: 2 });
    expect(second).toMatchObject({ epochs: 2, batchSize: 16, configPath: spec.file });
    expect(second.settings.training.schedule).toBe('cosine');
    expect(Object.isFrozen(second.settings.training)).toBe(true);
  });

  test('checks as the back end does', async () => {
    const config = await load({ settings: { training: { slow: true } } });
    expect(await refusal(() => overrideConfig(config, { learningRate: 3 }))).toMatchObject({ code: 'CONFIG_INVALID' });
    expect(await refusal(() => overrideConfig(config, { settings: { training: { fast: true } } }))).toMatchObject({ code: 'CONFIG_CONFLICT' });
  });

  test('can be applied again', async () => {
    const config = overrideConfig(overrideConfig(await load({}), { epochs: 2 }), { batchSize: 4 });
    expect(config).toMatchObject({ epochs: 2, batchSize: 4 });
  });

  test('warns of nothing that the user did not set', async () => {
    const configPath = join(folderWith({ 'a.yaml': 'model: {name: x}\n' }), 'a.yaml');
    expect(overrideConfig(await load({ configPath }), { epochs: 2 }).warnings).toEqual([]);
  });

  test('still says which override an older value came from', async () => {
    const config = await load({ settings: { training: { fast: true } } });
    const error = await refusal(() => overrideConfig(config, { settings: { training: { slow: true } } }));
    expect(error.message).toContain('overrides.settings.training.fast is true');
  });

  test('refuses another file, and a copy', async () => {
    const config = await load({});
    expect((await refusal(() => overrideConfig(config, { configPath: 'a.yaml' }))).message).toContain('cannot get another file');
    expect((await refusal(() => overrideConfig({ ...config }, {}))).message).toContain('not made by loadConfig');
  });

  test('keeps paths of the file where they were', async () => {
    const configPath = join(folderWith({ 'a.yaml': 'model: {name: x}\ndata: {file: rows.jsonl}\n' }), 'a.yaml');
    expect(overrideConfig(await load({ configPath }), { epochs: 2 }).datasetFile).toBe(join(dirname(configPath), 'rows.jsonl'));
  });
});

test('problems are listed in the order of the file, those of overrides last', async () => {
  const configPath = join(folderWith({ 'a.yaml': 'device: tpu\nmodel: {name: x, depth: 1}\ntraining:\n  epochs: 0\n' }), 'a.yaml');
  const { details } = await refused({ configPath, batchSize: 0, learningRate: 9 });
  expect((details['problems'] as { key: string }[]).map(({ key }) => key)).toEqual([
    'device', 'model.depth', 'training.epochs', 'training.learning_rate', 'training.batch_size',
  ]);
});
