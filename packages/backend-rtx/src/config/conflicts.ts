import type { ConfigProblem } from '@tuner/core';
import type { KtoSettings } from '../schema/kto.ts';
import type { SftSettings } from '../schema/sft.ts';

type Settings = SftSettings | KtoSettings;

/** What no single key of an RTX document can say: keys that exclude or need each other, keys that are not built yet. */
export function conflicts(settings: Settings): ConfigProblem[] {
  const { training } = settings;
  return [...excluding(settings), ...withoutHeldOutRows(settings), ...('beta' in training ? notBuilt(training) : [])];
}

function excluding({ model, training, system }: Settings): ConfigProblem[] {
  const { fp16, bf16, warmup_ratio, warmup_steps } = training;
  const code = 'CONFIG_CONFLICT';
  const problems: ConfigProblem[] = [];
  if (fp16 && bf16) problems.push({ code, key: 'training.fp16', found: true, expected: 'false where training.bf16 is true' });
  if (warmup_ratio > 0 && warmup_steps > 0) {
    problems.push({ code, key: 'training.warmup_ratio', found: warmup_ratio, expected: `0 where training.warmup_steps is ${warmup_steps}` });
  }
  // On a CPU nothing is loaded in 4 bits, with a warning.
  if (training.fine_tune_type === 'full' && model.load_in_4bit && system.device === 'cuda') {
    problems.push({ code, key: 'model.load_in_4bit', found: true, expected: 'false where training.fine_tune_type is "full"' });
  }
  return problems;
}

function withoutHeldOutRows({ training, dataset }: Settings): ConfigProblem[] {
  if (dataset.evaluation_file !== null || dataset.split_dataset) return [];
  const instead = 'where no rows are held out (set dataset.evaluation_file, or dataset.split_dataset: true)';
  const problems: ConfigProblem[] = [];
  if (training.eval_strategy !== 'no') {
    problems.push({ code: 'CONFIG_CONFLICT', key: 'training.eval_strategy', found: training.eval_strategy, expected: `"no" ${instead}` });
  }
  if (training.eval_on_start) {
    problems.push({ code: 'CONFIG_CONFLICT', key: 'training.eval_on_start', found: true, expected: `false ${instead}` });
  }
  return problems;
}

const NOT_BUILT = {
  use_kto_s: 'the KTO-S loss is not available',
  use_two_stage_lr: 'a learning rate in two stages is not available',
  group_by_length: 'KTO pairs neighbouring rows, so that their order cannot follow their length',
} as const;

/** Known keys that cannot be switched on: refused by name, never ignored. */
function notBuilt(training: KtoSettings['training']): ConfigProblem[] {
  const names = Object.keys(NOT_BUILT) as (keyof typeof NOT_BUILT)[];
  return names
    .filter((name) => training[name])
    .map((name) => ({ code: 'CONFIG_UNSUPPORTED', key: `training.${name}`, found: true, expected: `false: ${NOT_BUILT[name]}` }));
}
