import type { ConfigProblem } from '../config-problem.ts';

/** The keys of `training` that say when is evaluated and what that decides. */
export interface EvaluationKeys {
  /** `null`: by steps where rows are held out, else never. */
  readonly eval_strategy: 'no' | 'steps' | 'epoch' | null;
  readonly eval_on_start: boolean;
  readonly load_best_model_at_end: boolean;
  readonly early_stopping_patience: number | null;
  readonly save_strategy: 'no' | 'steps' | 'epoch';
}

/**
 * What no single one of these keys can say: evaluations need rows that are held out, what they decide needs evaluations,
 * and weights that are to come back must be saved. `how` tells how rows are held out.
 */
export function evaluationConflicts(keys: EvaluationKeys, isHeldOut: boolean, how: string): ConfigProblem[] {
  const { eval_strategy: strategy, eval_on_start: onStart, save_strategy: saves } = keys;
  const { load_best_model_at_end: loads, early_stopping_patience: patience } = keys;
  const isEvaluated = isHeldOut && strategy !== 'no';
  const noRows = `where no rows are held out (set ${how})`;
  const noEvaluation = `where nothing is evaluated (set ${how}, and training.eval_strategy: steps)`;
  const problems: (ConfigProblem | false)[] = [
    !isHeldOut && strategy !== null && strategy !== 'no' && conflict('eval_strategy', strategy, `"no" ${noRows}`),
    !isHeldOut && onStart && conflict('eval_on_start', true, `false ${noRows}`),
    loads && !isEvaluated && conflict('load_best_model_at_end', true, `false ${noEvaluation}`),
    patience !== null && !isEvaluated && conflict('early_stopping_patience', patience, `null ${noEvaluation}`),
    loads && saves === 'no' && conflict('load_best_model_at_end', true, 'false where training.save_strategy is "no"'),
  ];
  return problems.filter((problem) => problem !== false);
}

function conflict(name: string, found: string | number | boolean, expected: string): ConfigProblem {
  return { code: 'CONFIG_CONFLICT', key: `training.${name}`, found, expected };
}
