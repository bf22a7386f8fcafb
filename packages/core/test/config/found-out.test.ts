import { expect, test } from 'vitest';
import { datasetOf } from '../../src/config/dataset-of.ts';
import { overrideConfig, readConfig } from '../../src/config/read-config.ts';
import { exampleSpec } from './example-spec.ts';

const found = { kind: 'advice', key: 'training.schedule', message: 'The rows are few.' } as const;

test('what was found out about a configuration stands among its warnings, and stays there', async () => {
  const config = await readConfig(exampleSpec());
  const told = overrideConfig(config, { epochs: 2 }, [found]);
  expect(told.warnings).toEqual([found]);
  expect(overrideConfig(told, { epochs: 3 }).warnings).toEqual([found]);
  expect(config.warnings).toEqual([]);
});

test('a remark on several keys is made once, at the first that it applies to', async () => {
  const spec = exampleSpec({
    remarks: [{ kind: 'place', key: 'training.output_dir', alsoAt: ['data.file', 'data.twin'], message: 'Replaced.' }],
  });
  const warnings = async (settings: object) => (await readConfig(spec, { settings })).warnings.map(({ key }) => key);
  expect(await warnings({ training: { output_dir: 'x' }, data: { file: 'a', twin: 'b' } })).toEqual(['training.output_dir']);
  expect(await warnings({ data: { twin: 'b' } })).toEqual(['data.twin']);
  expect(await warnings({ training: { slow: true } })).toEqual([]);
});

test('the objective may stand in the document', async () => {
  const spec = exampleSpec({ objective: { key: 'training.schedule' } });
  const config = await readConfig(spec);
  expect(config.objective).toBe('linear');
  expect(overrideConfig(config, { settings: { training: { schedule: 'cosine' } } }).objective).toBe('cosine');
});

test('a check learns what the user set', async () => {
  const spec = exampleSpec({
    check: (_, { isSet }) => (isSet('training.slow') ? [{ key: 'training.slow', found: true, expected: 'nothing here' }] : []),
  });
  expect((await readConfig(spec)).settings.training.slow).toBe(false);
  await expect(readConfig(spec, { settings: { training: { slow: false } } })).rejects.toMatchObject({ details: { key: 'training.slow' } });
});

test('a missing data set is told with the key that is empty; of a copy, without', async () => {
  const config = await readConfig(exampleSpec());
  const refused = (value: typeof config) => {
    try {
      return datasetOf(value);
    } catch (error) {
      return error;
    }
  };
  expect(refused(config)).toMatchObject({ code: 'DATASET_NOT_SET', details: { key: 'data.file' } });
  expect(refused({ ...config })).toMatchObject({ code: 'DATASET_NOT_SET', details: { configPath: config.configPath } });
  expect(datasetOf(overrideConfig(config, { datasetFile: '/rows.jsonl' }))).toBe('/rows.jsonl');
});
