import type { ConfigProblem, DocumentSource, JsonValue } from '@tuner/core';
import { evaluationConflicts } from '@tuner/core/config-keys';
import type { MlxSettings } from '../schema/mlx.ts';

/** How rows are held out. */
const HOLD_OUT = 'data.evaluation_file, or data.train_split below 1';

/** What no single key of a Mac document can say: keys that exclude or need each other, a key that is not built. */
export function conflicts(settings: MlxSettings, source: DocumentSource): ConfigProblem[] {
  const { training, data } = settings;
  const isHeldOut = data.evaluation_file !== null || data.train_split < 1;
  return [
    ...excluding(settings), ...twoLengths(settings, source), ...evaluationConflicts(training, isHeldOut, HOLD_OUT),
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

/** Known words that cannot be chosen: refused by name, never ignored. */
function biases({ lora }: MlxSettings): ConfigProblem[] {
  if (lora.bias === 'none') return [];
  const expected = '"none": MLX\'s form of an adapter holds no biases';
  return [{ code: 'CONFIG_UNSUPPORTED', key: 'lora.bias', found: lora.bias, expected }];
}

function conflict(key: string, found: JsonValue, expected: string): ConfigProblem {
  return { code: 'CONFIG_CONFLICT', key, found, expected };
}
