import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load } from './loading.ts';

const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

describe('the shipped file', () => {
  test('has the model, epochs, batch size and learning rate that were asked for', async () => {
    expect(await load()).toMatchObject({
      modelName: 'mistralai/Mistral-7B-Instruct-v0.3', epochs: 2, batchSize: 8, learningRate: 1e-6, objective: 'auto',
    });
  });

  test('loads without a remark, and names no data set and no limit of steps', async () => {
    const config = await load();
    expect(config.warnings).toEqual([]);
    expect(config.datasetFile).toBeUndefined();
    const { data, training } = config.settings;
    expect(data).toMatchObject({ dataset_path: null, evaluation_file: null });
    expect(training.max_steps).toBe(-1);
  });

  test('is for Metal, and for the CPU when the back end is', async () => {
    expect((await load()).settings.system.device).toBe('metal');
    expect((await load({}, { device: 'cpu' })).settings.system.device).toBe('cpu');
  });

  test('explains its values and names its schema', async () => {
    const text = readFileSync((await load()).configPath, 'utf8');
    expect(text.match(/ # /g)?.length).toBeGreaterThan(8);
    const [schema = 'no schema is named'] = /tuner_trainers\/\S+\.schema\.json/.exec(text) ?? [];
    expect(existsSync(join(import.meta.dirname, '../../../Trainers', schema))).toBe(true);
  });
});

describe('the original\'s files', () => {
  test('the file loads unchanged, and its values all arrive', async () => {
    const configPath = fixture('original.yaml');
    const config = await load({ configPath });
    expect(config).toMatchObject({ epochs: 2, batchSize: 8, learningRate: 1e-6, configPath, objective: 'auto' });
    expect(config.datasetFile).toBe(resolve(dirname(configPath), 'rows.jsonl'));
    expect(config.settings).toMatchObject({
      model: { cache_dir: '~/.cache/huggingface', dtype: 'float16', max_seq_length: 4096 },
      lora: { rank: 64, alpha: 128, dropout: 0.05, bias: 'none', num_layers: -1 },
      training: { max_steps: 1250, warmup_steps: 100, save_steps: 625, eval_steps: 625, eval_strategy: null },
      data: { train_split: 0.8, max_seq_length: 4096 },
      evaluation: { max_new_tokens: 100, temperature: 0.7, top_p: 0.9, do_sample: true },
      system: { device: 'metal', memory_limit_gb: 16, num_workers: 0 },
    });
    expect(config.settings.evaluation.sample_prompts).toHaveLength(3);
    expect(config.settings.lora.target_modules).toHaveLength(7);
  });

  test('its test of KTO loads, too', async () => {
    const config = await load({ configPath: fixture('original-kto-test.yaml') });
    expect(config).toMatchObject({ epochs: 1, batchSize: 2, learningRate: 5e-5 });
    expect(config.settings).toMatchObject({ training: { max_steps: 50 }, data: { max_seq_length: 512 } });
  });

  test('are told once that the run directory replaces their places', async () => {
    for (const name of ['original.yaml', 'original-kto-test.yaml']) {
      const { warnings } = await load({ configPath: fixture(name) });
      expect(warnings.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['place output.checkpoint_dir']);
    }
  });
});

test('a relative model belongs to the folder of the file, an id and a home folder are left as they are', async () => {
  const configPath = fixture('original.yaml');
  const overrides = { configPath, settings: { model: { cache_dir: '~/models' } }, modelName: './adapter' };
  const { settings } = await load(overrides);
  expect(settings.model).toMatchObject({ name: resolve('adapter'), cache_dir: '~/models' });
  expect(settings.model.cache_dir).not.toContain(homedir());
});
