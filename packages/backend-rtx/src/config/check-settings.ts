import type { ConfigProblem } from '@tuner/core';
import type { KtoSettings } from '../schema/kto.ts';
import type { SftSettings } from '../schema/sft.ts';

/** What no single key of an RTX document can say: keys that exclude or need each other. */
export function checkSettings({ training, dataset }: SftSettings | KtoSettings): ConfigProblem[] {
  const problems: ConfigProblem[] = 'beta' in training ? unsupported(training) : [];
  if (training.fp16 && training.bf16) {
    problems.push({ code: 'CONFIG_CONFLICT', key: 'training.fp16', found: true, expected: 'false where training.bf16 is true' });
  }
  if (training.warmup_ratio > 0 && training.warmup_steps > 0) {
    problems.push({ code: 'CONFIG_CONFLICT', key: 'training.warmup_ratio', found: training.warmup_ratio, expected: '0 where training.warmup_steps is set' });
  }
  const hasHeldOut = dataset.evaluation_file !== null || dataset.split_dataset;
  if (!hasHeldOut && (training.eval_strategy !== 'no' || training.eval_on_start)) {
    const key = training.eval_on_start ? 'training.eval_on_start' : 'training.eval_strategy';
    const expected = 'held-out rows for it: set dataset.evaluation_file, or dataset.split_dataset: true';
    problems.push({ code: 'CONFIG_CONFLICT', key, found: training.eval_on_start || training.eval_strategy, expected });
  }
  return problems;
}

/** Known keys that are switched on before they are built: refused by name, never ignored. */
function unsupported(training: Readonly<Record<string, unknown>>): ConfigProblem[] {
  const names = { use_kto_s: 'the KTO-S loss', use_two_stage_lr: 'the two-stage learning rate', group_by_length: 'grouping by length, which KTO\'s pairs exclude' };
  return Object.entries(names)
    .filter(([name]) => training[name] === true)
    .map(([name, what]) => ({ code: 'CONFIG_UNSUPPORTED', key: `training.${name}`, found: true, expected: `false: ${what} is not available` }));
}
