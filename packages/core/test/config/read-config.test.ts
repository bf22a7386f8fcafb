import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config/read-config.ts';
import { exampleSpec, folderWith, refusal } from './example-spec.ts';

const spec = exampleSpec();
const own = (text: string) => join(folderWith({ 'own.yaml': text }), 'own.yaml');
const refused = (text: string) => refusal(() => readConfig(spec, { configPath: own(text) }));

describe('a configuration', () => {
  test('is the shipped file with every default filled in', async () => {
    const config = await readConfig(spec);
    expect(config).toMatchObject({
      method: 'sft', platform: 'example', objective: 'sft', modelName: 'shipped', learningRate: 2e-3, epochs: 1, batchSize: 2,
      configPath: spec.file, trainerDir: spec.trainerDir, warnings: [],
    });
    expect(config.settings.training.schedule).toBe('linear');
    expect(config.settings.device).toBe('gpu');
    expect(config).not.toHaveProperty('datasetFile');
  });

  test('is frozen at every level', async () => {
    const config = await readConfig(spec);
    expect(() => Object.assign(config, { epochs: 2 })).toThrow(TypeError);
    expect(() => Object.assign(config.settings.training, { epochs: 2 })).toThrow(TypeError);
    expect(() => (config.settings.training.layers as string[]).push('x')).toThrow(TypeError);
  });

  test('is plain data', async () => {
    const config = await readConfig(spec);
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(structuredClone(config)).toEqual(config);
  });

  test('of the user replaces the shipped one as a whole', async () => {
    const configPath = own('model:\n  name: mine\n');
    const config = await readConfig(spec, { configPath });
    expect(config).toMatchObject({ modelName: 'mine', learningRate: 1e-3, configPath });
  });
});

describe('relative paths', () => {
  test('belong to the folder of the file', async () => {
    const configPath = own('model:\n  name: ./weights\ndata:\n  file: ../rows.jsonl\n');
    const config = await readConfig(spec, { configPath });
    expect(config.datasetFile).toBe(join(dirname(configPath), '..', 'rows.jsonl'));
    expect(config.modelName).toBe(join(dirname(configPath), 'weights'));
  });

  test('a name that begins with no dot stays a name', async () => {
    expect((await readConfig(spec, { configPath: own('model:\n  name: org/model\n') })).modelName).toBe('org/model');
  });
});

describe('an error names', () => {
  test('file, line, column, key, found and expected', async () => {
    const error = await refused('model:\n  name: x\ntraining:\n    epochs: -1\n');
    const { file } = error.details;
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.details).toMatchObject({ line: 4, column: 5, key: 'training.epochs', found: -1, expected: 'more than 0' });
    expect(error.message).toBe(`${String(file)}:4:5: training.epochs is -1, expected more than 0.`);
  });

  test.each([
    ['training: {epochs: "3"}', 'training.epochs is "3", expected a number'],
    ['training: {batch_size: 2.5}', 'training.batch_size is 2.5, expected a whole number'],
    ['training: {batch_size: 0}', 'training.batch_size is 0, expected at least 1'],
    ['training: {learning_rate: 1}', 'training.learning_rate is 1, expected less than 1'],
    ['training: {learning_rate: .inf}', 'training.learning_rate is Infinity'],
    ['training: {learning_rate: .nan}', 'training.learning_rate is NaN'],
    ['training: {learning_rate: }', 'training.learning_rate is null, expected a number'],
    ['training: {slow: "yes"}', 'training.slow is "yes", expected true or false'],
    ['training: {schedule: cosin}', 'training.schedule is "cosin", expected one of "linear", "cosine"'],
    ['training: {layers: []}', 'training.layers is [], expected at least 1 item'],
    ['training: {layers: q}', 'training.layers is "q", expected a list'],
    ['training: {layers: [ab, c]}', 'training.layers.1 is "c", expected at least 2 characters'],
    ['training: 3', 'training is 3, expected a section'],
    ['device: tpu', 'device is "tpu", expected one of "gpu", "cpu"'],
  ])('what is wrong in %s', async (text, message) => {
    expect((await refused(`model: {name: x}\n${text}\n`)).message).toContain(message);
  });

  test('the item of a list by its line', async () => {
    const error = await refused('model: {name: x}\ntraining:\n  layers:\n    - ab\n    - c\n');
    expect(error.details).toMatchObject({ line: 5, column: 7, key: 'training.layers.1' });
  });

  test('a missing key at its section, and what it means', async () => {
    const error = await refused('device: cpu\nmodel:\n  layers: 2\n');
    expect(error.message).toContain(':2:1: model.name is missing, expected text.');
    expect(error.hint).toBe('Write text. model.name: Which model.');
  });

  test('a missing section', async () => {
    expect((await refused('device: cpu\n')).message).toMatch(/own\.yaml: model is missing, expected a section\.$/);
  });
});

describe('an unknown key', () => {
  test('names the nearest one of its section', async () => {
    const error = await refused('model: {name: x}\ntraining:\n  lerning_rate: 1\n');
    expect(error.details).toMatchObject({ line: 3, column: 3, key: 'training.lerning_rate', nearest: 'training.learning_rate' });
    expect(error.hint).toBe('Did you mean training.learning_rate?');
  });

  test('that belongs to another section is told where', async () => {
    const error = await refused('model: {name: x}\ndata:\n  batch_size: 1\n');
    expect(error.message).toContain('data.batch_size is not a known key here: it belongs to another section, training.batch_size.');
  });

  test('at the top is told its section', async () => {
    expect((await refused('model: {name: x}\nlearning_rate: 1\n')).details).toMatchObject({ nearest: 'training.learning_rate' });
  });

  test('that is like none is refused all the same', async () => {
    const error = await refused('model: {name: x}\nwhatever_this_is: 1\n');
    expect(error.details).toMatchObject({ key: 'whatever_this_is', line: 2 });
    expect(error.details).not.toHaveProperty('nearest');
  });

  test('named __proto__ is a key like any other', async () => {
    const error = await refused('model: {name: x}\n__proto__: {polluted: 1}\n');
    expect(error.details).toMatchObject({ key: '__proto__' });
    expect({}).not.toHaveProperty('polluted');
  });
});

test('several problems are all listed, the first in the headline', async () => {
  const error = await refused('model: {name: x}\ntraining:\n  epochs: 0\n  batch_size: 0\n  nope: 1\n');
  const [headline, ...lines] = error.message.split('\n');
  expect(headline).toMatch(/:3:3: training\.epochs is 0, .* \(and 2 more\)$/);
  expect(lines).toHaveLength(2);
  expect(error.details['problems']).toMatchObject([
    { key: 'training.epochs', line: 3 }, { key: 'training.batch_size', line: 4 }, { key: 'training.nope', line: 5 },
  ]);
});

test('keys that exclude each other are a conflict', async () => {
  const error = await refused('model: {name: x}\ntraining:\n  slow: true\n  fast: true\n');
  expect(error.code).toBe('CONFIG_CONFLICT');
  expect(error.message).toContain(':4:3: training.fast is true, expected false where training.slow is true.');
});

describe('remarks', () => {
  test('on keys that the user\'s own file sets become warnings', async () => {
    const config = await readConfig(spec, { configPath: own('model: {name: x}\ntraining: {output_dir: a, old_rate: 1}\n') });
    expect(config.warnings).toEqual([
      { kind: 'place', key: 'training.output_dir', message: 'The run directory replaces it.' },
      { kind: 'obsolete', key: 'training.old_rate', message: 'Write training.learning_rate.' },
    ]);
  });

  test('are not made where their condition does not hold', async () => {
    expect((await readConfig(spec, { configPath: own('model: {name: x}\ntraining: {old_rate: 0}\n') })).warnings).toEqual([]);
  });

  test('are not made on the shipped file, but on overrides of it', async () => {
    expect((await readConfig(spec)).warnings).toEqual([]);
    const { warnings } = await readConfig(spec, { settings: { training: { old_rate: 2 } } });
    expect(warnings.map(({ key }) => key)).toEqual(['training.old_rate']);
  });
});

describe('what the back end was made with', () => {
  const fixed = exampleSpec({ fixed: { device: 'cpu' } });

  test('replaces the shipped value', async () => {
    expect((await readConfig(fixed)).settings.device).toBe('cpu');
  });

  test('may be said again by the user', async () => {
    expect((await readConfig(fixed, { settings: { device: 'cpu' } })).settings.device).toBe('cpu');
  });

  test('must not be contradicted by an override', async () => {
    const error = await refusal(() => readConfig(fixed, { settings: { device: 'gpu' } }));
    expect(error.code).toBe('CONFIG_CONFLICT');
    expect(error.message).toBe('overrides.settings.device is "gpu", expected "cpu", which the back end was made with.');
  });

  test('must not be contradicted by the user\'s own file', async () => {
    const error = await refusal(() => readConfig(fixed, { configPath: own('model: {name: x}\ndevice: gpu\n') }));
    expect(error).toMatchObject({ code: 'CONFIG_CONFLICT', details: { line: 2, column: 1, key: 'device' } });
  });
});
