import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RtxMethod } from '../src/index.ts';
import { load, loadText } from './loading.ts';

describe('remarks', () => {
  test.each<[RtxMethod, string, string | undefined]>([
    ['sft', 'training: {output_dir: ./out}', 'place training.output_dir'],
    ['sft', 'dataset: {num_proc: 4}', 'obsolete dataset.num_proc'],
    ['sft', 'dataset: {num_proc: 1}', undefined],
    ['sft', 'dataset: {filter_desirable: false}', 'advice dataset.filter_desirable'],
    ['sft', 'dataset: {filter_desirable: true}', undefined],
    ['kto', 'dataset: {filter_desirable: true}', 'advice dataset.filter_desirable'],
    ['kto', 'training: {max_prompt_length: 512}', 'obsolete training.max_prompt_length'],
    ['kto', 'training: {max_prompt_length: null}', undefined],
    ['sft', 'dataset: {dataset_name: org/rows}', 'advice dataset.dataset_name'],
    ['sft', 'dataset: {dataset_name: org/rows, local_file: a.jsonl}', undefined],
    ['sft', 'training: {learning_rate: 1e-3}', undefined],
    ['sft', 'evaluation: {sample_steps: 5}', 'advice evaluation.sample_steps'],
    ['sft', 'evaluation: {sample_steps: 0.1, sample_prompts: [Hello]}', undefined],
    ['sft', 'training: {metric_for_best_model: eval_loss}', 'advice training.metric_for_best_model'],
    [
      'sft',
      'training: {metric_for_best_model: a, early_stopping_patience: 1, eval_strategy: steps}\ndataset: {split_dataset: true}',
      undefined,
    ],
  ])('%s: %s', async (method, text, expected) => {
    const { warnings } = await loadText(method, text);
    expect(warnings.map(({ kind, key }) => `${kind} ${key}`)).toEqual(expected === undefined ? [] : [expected]);
  });

  test('say what to write instead', async () => {
    const { warnings } = await loadText('kto', 'training: {max_prompt_length: 512}');
    expect(warnings[0]?.message).toContain('Write training.max_length');
  });

  test('an override of the shipped file is remarked on, the file itself is not', async () => {
    expect((await load('sft', { settings: { training: { output_dir: '/out' } } })).warnings).toMatchObject([{ kind: 'place' }]);
  });
});

describe('how long a row may be', () => {
  test('is the model\'s length where the training section names none', async () => {
    const { settings, warnings } = await loadText('sft', 'training: {packing: false}', { settings: { model: { max_seq_length: 512 } } });
    expect(settings).toMatchObject({ model: { max_seq_length: 512 }, training: { max_seq_length: null } });
    expect(warnings).toEqual([]);
  });

  test('a model\'s length without effect is remarked on', async () => {
    const { warnings } = await load('sft', { settings: { model: { max_seq_length: 512 } } });
    expect(warnings).toMatchObject([{ kind: 'advice', key: 'model.max_seq_length' }]);
    expect((await load('kto', { settings: { model: { max_seq_length: 512 }, training: { max_length: 512 } } })).warnings).toEqual([]);
  });
});

describe('the data set', () => {
  test('local_file wins over dataset_file', async () => {
    const config = await loadText('sft', 'dataset: {local_file: a.jsonl, dataset_file: b.jsonl}');
    expect(config.datasetFile).toBe(join(dirname(config.configPath), 'a.jsonl'));
  });

  test('dataset_file alone is a local file, beside the file that names it', async () => {
    const config = await loadText('sft', 'dataset: {dataset_file: b.jsonl}');
    expect(config.datasetFile).toBe(join(dirname(config.configPath), 'b.jsonl'));
  });

  test('dataset_file of an override belongs to the working directory', async () => {
    expect((await load('sft', { settings: { dataset: { dataset_file: 'b.jsonl' } } })).datasetFile).toBe(resolve('b.jsonl'));
  });

  test('dataset_file of a hub data set is not taken for a local one', async () => {
    expect((await loadText('sft', 'dataset: {dataset_name: org/rows, dataset_file: b.jsonl}')).datasetFile).toBeUndefined();
  });

  test('evaluation_file becomes absolute, too', async () => {
    const config = await loadText('sft', 'dataset: {evaluation_file: held-out.jsonl}');
    expect(config.settings.dataset.evaluation_file).toBe(join(dirname(config.configPath), 'held-out.jsonl'));
  });
});
