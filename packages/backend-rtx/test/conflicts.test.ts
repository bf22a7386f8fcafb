import { describe, expect, test } from 'vitest';
import { load, loadText, ownFile, refusal } from './loading.ts';

describe('keys that exclude each other', () => {
  test.each([
    ['training: {fp16: true, bf16: true}', 'training.fp16'],
    ['training: {warmup_ratio: 0.1, warmup_steps: 5}', 'training.warmup_ratio'],
    ['training: {eval_strategy: steps}', 'training.eval_strategy'],
    ['training: {eval_on_start: true}', 'training.eval_on_start'],
    ['training: {fine_tune_type: full}', 'model.load_in_4bit'],
    ['training: {load_best_model_at_end: true}', 'training.load_best_model_at_end'],
    ['lora: {target_modules: [q_proj, v_proj], modules_to_save: [lm_head, v_proj]}', 'lora.modules_to_save'],
    ['training: {early_stopping_patience: 2}', 'training.early_stopping_patience'],
    [
      'training: {load_best_model_at_end: true, eval_strategy: steps, save_strategy: "no"}\ndataset: {split_dataset: true}',
      'training.load_best_model_at_end',
    ],
  ])('%s', async (text, key) => {
    const error = await refusal(loadText('sft', text));
    expect(error).toMatchObject({ code: 'CONFIG_CONFLICT', details: { key } });
  });

  test.each([
    'training: {fp16: false, bf16: true}',
    'training: {warmup_ratio: 0, warmup_steps: 5}',
    'training: {eval_strategy: "no"}',
    'training: {eval_strategy: epoch, eval_on_start: true}\ndataset: {split_dataset: true}',
    'training: {eval_strategy: steps}\ndataset: {evaluation_file: held-out.jsonl}',
    'training: {fine_tune_type: full}\nsystem: {device: cpu}',
    'lora: {target_modules: [q_proj], modules_to_save: [embed_tokens, lm_head]}',
    'training: {load_best_model_at_end: true, eval_strategy: epoch}\ndataset: {split_dataset: true}',
    'training: {early_stopping_patience: 2, eval_strategy: steps, save_strategy: "no"}\ndataset: {split_dataset: true}',
  ])('%s is fine', async (text) => {
    expect((await loadText('sft', text)).method).toBe('sft');
  });
});

describe('KTO', () => {
  test('KTO-S is a loss of its own', async () => {
    const error = await refusal(loadText('kto', 'training: {use_kto_s: true, loss_type: apo_zero_unpaired}'));
    expect(error).toMatchObject({ code: 'CONFIG_CONFLICT', details: { key: 'training.loss_type' } });
  });

  test('the original\'s switches are real', async () => {
    const text = 'training: {use_kto_s: true, use_two_stage_lr: true, lr_reduction_step: 5, lr_reduction_factor: 0.2}';
    const { settings, warnings } = await loadText('kto', text);
    expect(settings.training).toMatchObject({ use_kto_s: true, use_two_stage_lr: true, lr_reduction_step: 5 });
    expect(warnings).toEqual([]);
  });

  test('needs at least two rows in a batch', async () => {
    const error = await refusal(load('kto', { batchSize: 1 }));
    expect(error.message).toContain('overrides.batchSize (training.per_device_train_batch_size) is 1, expected at least 2.');
    expect((await load('kto', { batchSize: 2 })).batchSize).toBe(2);
    expect((await load('sft', { batchSize: 1 })).batchSize).toBe(1);
  });
});

describe('the device', () => {
  test('of the back end must not be contradicted by an override', async () => {
    const error = await refusal(load('sft', { settings: { system: { device: 'cuda' } } }, { device: 'cpu' }));
    expect(error).toMatchObject({ code: 'CONFIG_CONFLICT', details: { key: 'system.device', override: 'overrides.settings.system.device' } });
  });

  test('of the user\'s own file must not contradict the back end', async () => {
    const configPath = ownFile('model: {model_name: a}\nsystem: {device: cuda}\n');
    expect(await refusal(load('sft', { configPath }, { device: 'cpu' }))).toMatchObject({ code: 'CONFIG_CONFLICT', details: { line: 2 } });
    expect((await load('sft', { configPath }, { device: 'cuda' })).settings.system.device).toBe('cuda');
  });

  test('may be named in the file or an override when the back end names none', async () => {
    expect((await loadText('sft', 'system: {device: cpu}')).settings.system.device).toBe('cpu');
    expect((await load('sft', { settings: { system: { device: 'cpu' } } })).settings.system.device).toBe('cpu');
  });
});
