import type { ConfigProblem, DocumentSource, JsonValue } from '@tuner/core';
import type { MlxSettings } from '../schema/mlx.ts';

/** What no single key of a Mac document can say: keys that exclude or need each other, a key that is not built. */
export function conflicts(settings: MlxSettings, source: DocumentSource): ConfigProblem[] {
  return [
    ...excluding(settings), ...twoLengths(settings, source), ...withoutHeldOutRows(settings), ...bestModel(settings),
    ...biases(settings),
  ];
}

function excluding({ training }: MlxSettings): ConfigProblem[] {
  const { warmup_ratio: ratio, warmup_steps: steps, objective, per_device_batch_size: rows } = training;
  return [
    ...(ratio > 0 && steps > 0
      ? [conflict('training.warmup_ratio', ratio, `0 where training.warmup_steps is ${steps}`)]
      : []),
    ...(objective === 'kto' && rows < 2
      ? [conflict('training.per_device_batch_size', rows, 'at least 2 where training.objective is "kto"')]
      : []),
  ];
}

/** One length is enough; two that differ would leave open which one holds. */
function twoLengths({ model, data }: MlxSettings, { isSet }: DocumentSource): ConfigProblem[] {
  const [ofModel, ofData] = [model.max_seq_length, data.max_seq_length];
  if (ofData === null || ofData === ofModel) return [];
  if (!isSet('model.max_seq_length') || !isSet('data.max_seq_length')) return [];
  return [conflict('data.max_seq_length', ofData, `${ofModel}, as model.max_seq_length says, or null`)];
}

function withoutHeldOutRows({ training, data }: MlxSettings): ConfigProblem[] {
  if (data.evaluation_file !== null || data.train_split < 1) return [];
  const { eval_strategy: strategy, eval_on_start: onStart } = training;
  const instead = 'where no rows are held out (set data.evaluation_file, or data.train_split below 1)';
  return [
    ...(strategy === 'steps' || strategy === 'epoch'
      ? [conflict('training.eval_strategy', strategy, `"no" ${instead}`)]
      : []),
    ...(onStart ? [conflict('training.eval_on_start', true, `false ${instead}`)] : []),
  ];
}

/** What evaluations decide needs evaluations, and weights that are to come back must be saved. */
function bestModel({ training, data }: MlxSettings): ConfigProblem[] {
  const { load_best_model_at_end: loads, early_stopping_patience: patience } = training;
  const holdsOut = data.evaluation_file !== null || data.train_split < 1;
  const evaluates = holdsOut && training.eval_strategy !== 'no';
  const without = 'where nothing is evaluated (set data.train_split below 1, and training.eval_strategy: steps)';
  return [
    ...(loads && !evaluates ? [conflict('training.load_best_model_at_end', true, `false ${without}`)] : []),
    ...(patience !== null && !evaluates
      ? [conflict('training.early_stopping_patience', patience, `null ${without}`)]
      : []),
    ...(loads && training.save_strategy === 'no'
      ? [conflict('training.load_best_model_at_end', true, 'false where training.save_strategy is "no"')]
      : []),
  ];
}

/** Known words that cannot be chosen: refused by name, never ignored. */
function biases({ lora }: MlxSettings): ConfigProblem[] {
  if (lora.bias === 'none') return [];
  const expected = '"none": MLX\'s form of an adapter holds no biases';
  return [{ code: 'CONFIG_UNSUPPORTED', key: 'lora.bias', found: lora.bias, expected }];
}

function conflict(key: string, found: JsonValue, expected: string): ConfigProblem {
  return { code: 'CONFIG_CONFLICT', key, found, expected };
}
