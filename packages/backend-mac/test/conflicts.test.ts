import { describe, expect, test } from 'vitest';
import { load, loadText, ownFile, refusal } from './loading.ts';

describe('keys that exclude or need each other', () => {
  test.each([
    ['training: {warmup_ratio: 0.1, warmup_steps: 5}', 'training.warmup_ratio'],
    ['training: {objective: kto, per_device_batch_size: 1}', 'training.per_device_batch_size'],
    ['training: {eval_strategy: steps}\ndata: {train_split: 1}', 'training.eval_strategy'],
    ['training: {eval_on_start: true}\ndata: {train_split: 1}', 'training.eval_on_start'],
    ['model: {name: a, max_seq_length: 1024}\ndata: {max_seq_length: 512}', 'data.max_seq_length'],
    ['training: {load_best_model_at_end: true}\ndata: {train_split: 1}', 'training.load_best_model_at_end'],
    ['training: {load_best_model_at_end: true, eval_strategy: "no"}', 'training.load_best_model_at_end'],
    ['training: {load_best_model_at_end: true, save_strategy: "no"}', 'training.load_best_model_at_end'],
    ['training: {early_stopping_patience: 1, eval_strategy: "no"}', 'training.early_stopping_patience'],
  ])('%s', async (text, key) => {
    const error = await refusal(loadText(text));
    expect(error).toMatchObject({ code: 'CONFIG_CONFLICT', details: { key } });
    expect(error.message).toContain('expected');
  });

  test.each([
    'training: {warmup_ratio: 0, warmup_steps: 5}',
    'training: {objective: kto, per_device_batch_size: 2}',
    'training: {objective: sft, per_device_batch_size: 1}',
    'training: {objective: auto, per_device_batch_size: 1}',
    'training: {eval_strategy: "no"}\ndata: {train_split: 1}',
    'training: {eval_strategy: null}\ndata: {train_split: 1}',
    'training: {eval_strategy: epoch, eval_on_start: true}',
    'training: {eval_strategy: steps}\ndata: {train_split: 1, evaluation_file: held-out.jsonl}',
    'model: {name: a, max_seq_length: 512}\ndata: {max_seq_length: 512}',
    'model: {name: a, max_seq_length: 512}\ndata: {max_seq_length: null}',
    'data: {max_seq_length: 64}',
    'training: {load_best_model_at_end: true, early_stopping_patience: 3}',
    'training: {early_stopping_patience: 3, save_strategy: "no"}',
  ])('%s is fine', async (text) => {
    expect((await loadText(text)).method).toBe('mlx');
  });

  test('one of two lengths is enough, in an override of the shipped file, too', async () => {
    expect((await load({ settings: { data: { max_seq_length: 512 } } })).settings.data.max_seq_length).toBe(512);
    const both = { model: { max_seq_length: 1024 }, data: { max_seq_length: 512 } };
    expect(await refusal(load({ settings: both }))).toMatchObject({ code: 'CONFIG_CONFLICT' });
  });
});

describe('what is refused by name', () => {
  test.each(['all', 'lora_only'])('lora.bias: %s', async (bias) => {
    const error = await refusal(loadText(`lora:\n  bias: ${bias}`));
    const details = { key: 'lora.bias', line: 3, column: 3, found: bias };
    expect(error).toMatchObject({ code: 'CONFIG_UNSUPPORTED', details });
  });

  test.each([
    ['lora: {bias: some}', 'lora.bias', 'one of "none", "all", "lora_only"'],
    ['lora: {num_layers: 0}', 'lora.num_layers', 'a whole number from 1, or -1 for all blocks'],
    ['lora: {num_layers: -2}', 'lora.num_layers', 'at least -1'],
    ['lora: {rank: 512}', 'lora.rank', 'at most 256'],
    ['lora: {dropout: 1}', 'lora.dropout', 'less than 1'],
    ['data: {train_split: 0}', 'data.train_split', 'more than 0'],
    ['data: {train_split: 1.5}', 'data.train_split', 'at most 1'],
    ['output: {keep_last_n_checkpoints: 1}', 'output.keep_last_n_checkpoints', 'at least 2'],
    ['training: {learning_rate: 0}', 'training.learning_rate', 'more than 0'],
    ['training: {objective: dpo}', 'training.objective', 'one of "auto", "sft", "kto"'],
    ['system: {device: cuda}', 'system.device', 'one of "metal", "cpu"'],
    ['logging: {level: LOUD}', 'logging.level', '"DEBUG"'],
    ['evaluation: {temperature: 3}', 'evaluation.temperature', 'at most 2'],
  ])('%s', async (text, key, expected) => {
    const error = await refusal(loadText(text));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', details: { key } });
    expect(error.message).toContain(expected);
  });

  test('a key that is not known is told the nearest one', async () => {
    const error = await refusal(loadText('data: {evaluation_fil: a.jsonl}'));
    expect(error.details).toMatchObject({ key: 'data.evaluation_fil', nearest: 'data.evaluation_file' });
  });
});

describe('the device', () => {
  test('of the back end must not be contradicted', async () => {
    const override = { settings: { system: { device: 'metal' } } };
    const code = 'CONFIG_CONFLICT';
    const details = { key: 'system.device' };
    expect(await refusal(load(override, { device: 'cpu' }))).toMatchObject({ code, details });
    const configPath = ownFile('model: {name: a}\nsystem: {device: metal}\n');
    expect(await refusal(load({ configPath }, { device: 'cpu' }))).toMatchObject({ code, details: { ...details, line: 2 } });
  });

  test('may be named in the file or an override when the back end names none', async () => {
    expect((await loadText('system: {device: cpu}')).settings.system.device).toBe('cpu');
    expect((await load({ settings: { system: { device: 'cpu' } } })).settings.system.device).toBe('cpu');
  });
});
