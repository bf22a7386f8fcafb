import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RtxMethod } from '../src/index.ts';
import { load } from './loading.ts';

const METHODS: readonly RtxMethod[] = ['sft', 'kto'];

describe.each(METHODS)('the shipped %s file', (method) => {
  test('loads without a remark and names no data set', async () => {
    const config = await load(method);
    expect(config.warnings).toEqual([]);
    expect(config.datasetFile).toBeUndefined();
    expect(config.settings.dataset).toMatchObject({ dataset_name: null, dataset_file: null, local_file: null });
  });

  test('is for CUDA, and for the CPU when the back end is', async () => {
    expect((await load(method)).settings.system.device).toBe('cuda');
    expect((await load(method, {}, { device: 'cpu' })).settings.system.device).toBe('cpu');
  });

  test('has the values that fit a GPU with 24 GB', async () => {
    const { model, lora, training } = (await load(method)).settings;
    expect(model).toMatchObject({ load_in_4bit: true, max_seq_length: 2048 });
    expect(lora).toMatchObject({ r: 32, lora_alpha: 64, use_gradient_checkpointing: 'unsloth' });
    expect(training).toMatchObject({ bf16: true, fp16: false, optim: 'adamw_8bit', gradient_checkpointing: true });
  });

  test('explains its values', async () => {
    const text = readFileSync((await load(method)).configPath, 'utf8');
    expect(text.match(/ # /g)?.length).toBeGreaterThan(8);
    const [schema = 'no schema is named'] = /tuner_trainers\/\S+\.schema\.json/.exec(text) ?? [];
    expect(existsSync(join(import.meta.dirname, '../../../Trainers', schema))).toBe(true);
  });
});

describe.each(METHODS)('the original\'s %s file', (method) => {
  const configPath = join(import.meta.dirname, 'fixtures', `original-${method}.yaml`);

  test('loads unchanged', async () => {
    const config = await load(method, { configPath });
    const expected = method === 'sft' ? { epochs: 3, batchSize: 6, learningRate: 2e-4 } : { epochs: 1, batchSize: 4, learningRate: 3e-7 };
    expect(config).toMatchObject({ ...expected, configPath });
  });

  test('has its data set beside it, as it says', async () => {
    const { datasetFile = '' } = await load(method, { configPath });
    expect(isAbsolute(datasetFile)).toBe(true);
    expect(datasetFile).toBe(resolve(dirname(configPath), '../../Datasets', method === 'sft' ? 'rows.jsonl' : 'feedback.jsonl'));
  });

  test('is told what has changed since', async () => {
    const { warnings } = await load(method, { configPath });
    const keys = warnings.map(({ kind, key }) => `${kind} ${key}`);
    expect(keys).toEqual(method === 'sft'
      ? ['place training.output_dir', 'advice dataset.filter_desirable']
      : ['place training.output_dir', 'obsolete training.max_prompt_length']);
  });
});

test('the original\'s values all arrive', async () => {
  const { settings } = await load('kto', { configPath: join(import.meta.dirname, 'fixtures', 'original-kto.yaml') });
  expect(settings.training).toMatchObject({
    beta: 0.3, desirable_weight: 0.7, undesirable_weight: 1, max_grad_norm: 0.5, warmup_ratio: 0.15, max_length: 2048,
    save_steps: 25, eval_strategy: 'no', use_kto_s: false,
  });
  expect(settings.dataset).toMatchObject({ chat_template: 'chatml', test_size: 0.1 });
  expect(settings.wandb).toEqual({ enabled: false, project: 'kto-finetuning', run_name: null, entity: null });
});
