import type { ConfigProblem, JsonValue } from '@tuner/core';
import type { KtoSettings } from '../schema/kto.ts';
import type { SftSettings } from '../schema/sft.ts';

type Settings = SftSettings | KtoSettings;

/** What no single key of an RTX document can say: keys that exclude or need each other. */
export function conflicts(settings: Settings): ConfigProblem[] {
  const { training } = settings;
  return [
    ...excluding(settings), ...withoutHeldOutRows(settings), ...bestModel(training),
    ...trainedTwice(settings.lora),
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

function withoutHeldOutRows({ training, dataset }: Settings): ConfigProblem[] {
  if (dataset.evaluation_file !== null || dataset.split_dataset) return [];
  const { eval_strategy: strategy, eval_on_start: onStart } = training;
  const instead = 'where no rows are held out (set dataset.evaluation_file, or dataset.split_dataset: true)';
  return [
    ...(strategy === 'no' ? [] : [conflict('training.eval_strategy', strategy, `"no" ${instead}`)]),
    ...(onStart ? [conflict('training.eval_on_start', true, `false ${instead}`)] : []),
  ];
}

/** A module has an adapter or is trained in full. What all-linear names depends on the model: the trainer checks it. */
function trainedTwice({ target_modules: targets, modules_to_save: saved }: Settings['lora']): ConfigProblem[] {
  const both = saved?.filter((name) => targets !== 'all-linear' && targets.includes(name)) ?? [];
  return both.length === 0 ? [] : [conflict('lora.modules_to_save', both, 'names that lora.target_modules has not')];
}

/** What evaluations decide needs evaluations, and weights that are to come back must be saved. */
function bestModel(training: Settings['training']): ConfigProblem[] {
  const { load_best_model_at_end: loads, early_stopping_patience: patience } = training;
  const without = 'where training.eval_strategy is "no"';
  const evaluates = training.eval_strategy !== 'no';
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
