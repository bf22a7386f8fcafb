import type { ConfigProblem, JsonValue } from '@tuner/core';
import { evaluationConflicts } from '@tuner/core/config-keys';
import type { KtoSettings } from '../schema/kto.ts';
import type { SftSettings } from '../schema/sft.ts';

/** How rows are held out. */
const HOLD_OUT = 'dataset.evaluation_file, or dataset.split_dataset: true';

type Settings = SftSettings | KtoSettings;

/** What no single key of an RTX document can say: keys that exclude or need each other. */
export function conflicts(settings: Settings): ConfigProblem[] {
  const { training, dataset } = settings;
  const isHeldOut = dataset.evaluation_file !== null || dataset.split_dataset;
  return [
    ...excluding(settings), ...evaluationConflicts(training, isHeldOut, HOLD_OUT), ...trainedTwice(settings.lora),
    ...('beta' in training ? ofKto(training) : []),
  ];
}

function excluding({ model, training, system }: Settings): ConfigProblem[] {
  const { fp16, bf16, warmup_ratio: ratio, warmup_steps: steps, fine_tune_type: type } = training;
  // On a CPU nothing is loaded in 4 bits, with a warning.
  const isQuantized = model.load_in_4bit && system.device === 'cuda';
  return [
    ...(fp16 && bf16 ? [conflict('training.fp16', true, 'false where training.bf16 is true')] : []),
    ...(ratio > 0 && steps > 0
      ? [conflict('training.warmup_ratio', ratio, `0 where training.warmup_steps is ${steps}`)]
      : []),
    ...(type === 'full' && isQuantized
      ? [conflict('model.load_in_4bit', true, 'false where training.fine_tune_type is "full"')]
      : []),
  ];
}

/** A module has an adapter or is trained in full. What all-linear names depends on the model: the trainer checks it. */
function trainedTwice({ target_modules: targets, modules_to_save: saved }: Settings['lora']): ConfigProblem[] {
  const both = saved?.filter((name) => targets !== 'all-linear' && targets.includes(name)) ?? [];
  return both.length === 0 ? [] : [conflict('lora.modules_to_save', both, 'names that lora.target_modules has not')];
}

function conflict(key: string, found: JsonValue, expected: string): ConfigProblem {
  return { code: 'CONFIG_CONFLICT', key, found, expected };
}

/** Known keys that KTO cannot be combined with: refused by name, never ignored. */
function ofKto(training: KtoSettings['training']): ConfigProblem[] {
  const { use_kto_s: isKtoS, loss_type: loss } = training;
  return isKtoS && loss !== 'kto'
    ? [conflict('training.loss_type', loss, '"kto" where training.use_kto_s is true')]
    : [];
}
