import { nearestName } from '../config/nearest-name.ts';
import { valueAt } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { JsonValue } from '../contract/json.ts';
import type { PreflightFinding } from './finding.ts';

/** AdamW moves each weight by about its rate a step. Matrices of language models are drawn with a deviation of 0.02. */
const HIGHEST_RATE = { full: 0.02, lora: 0.1 } as const;
/** What evaluations of either method measure, TRL's names. */
const METRICS = [
  'loss', 'mean_token_accuracy', 'entropy', 'kl', 'rewards/chosen', 'rewards/rejected', 'rewards/margins',
  'logps/chosen', 'logps/rejected', 'logits/chosen', 'logits/rejected',
];
/** What all steps together, 100 at least, must move a weight by for anything to be learned. */
const LEAST_MOVE = 1e-6;

/** What the number of optimizer steps says about keys that are right by themselves. */
export function checkLength(config: TrainingConfig, steps: number): PreflightFinding[] {
  return [...rate(config, steps), ...warmup(config, steps), ...evaluations(config, steps), ...metric(config)];
}

function rate({ learningRate, settings }: TrainingConfig, steps: number): PreflightFinding[] {
  const type = valueAt(settings, 'training.fine_tune_type') === 'full' ? 'full' : 'lora';
  const usual = `Set learningRate to ${type === 'full' ? '1e-5' : '2e-4'} or so`;
  if (learningRate * Math.max(steps, 100) < LEAST_MOVE) {
    const cause = 'so small that no weight moves by a millionth in the whole training';
    return [doubt('LEARNING_RATE', 'learning_rate', learningRate, cause, `${usual}.`)];
  }
  const highest = HIGHEST_RATE[type];
  if (learningRate < highest) return [];
  const cause = 'a step changes weights by as much as they are large, so that the loss will not fall';
  const fix = `${usual}; ${highest} and more destroys a model.`;
  return [doubt('LEARNING_RATE', 'learning_rate', learningRate, cause, fix)];
}

function warmup(config: TrainingConfig, steps: number): PreflightFinding[] {
  const found = valueAt(config.settings, 'training.warmup_steps');
  if (typeof found !== 'number' || found === 0 || found < steps) return [];
  const cause = `the training has ${steps} steps, so that the learning rate never gets to ${config.learningRate}`;
  const fix = `Set warmup_steps to ${Math.floor(steps / 10)}, or warmup_ratio to 0.1.`;
  return [doubt('WARMUP', 'warmup_steps', found, cause, fix)];
}

function evaluations(config: TrainingConfig, steps: number): PreflightFinding[] {
  const strategy = valueAt(config.settings, 'training.eval_strategy');
  const every = valueAt(config.settings, 'training.eval_steps');
  if (strategy !== 'steps' || !isDecided(config) || typeof every !== 'number' || every <= steps) return [];
  const cause = `the training has ${steps} steps, so that nothing is evaluated that could decide for the best`;
  const fix = `Set eval_steps to ${Math.max(1, Math.floor(steps / 4))}.`;
  return [doubt('NEVER_EVALUATED', 'eval_steps', every, cause, fix)];
}

/** A name that no evaluation measures: the trainer would say so at the first one, which may be hours away. */
function metric(config: TrainingConfig): PreflightFinding[] {
  const found = valueAt(config.settings, 'training.metric_for_best_model');
  if (typeof found !== 'string' || !isDecided(config)) return [];
  const name = found.replace(/^eval_/, '');
  if (METRICS.includes(name)) return [];
  const nearest = nearestName(name, METRICS);
  const fix = `Set it to ${nearest ?? METRICS.join(', ')}.`;
  return [doubt('METRIC', 'metric_for_best_model', found, 'no evaluation measures it', fix)];
}

/** Whether evaluations decide anything. */
function isDecided({ settings }: TrainingConfig): boolean {
  return valueAt(settings, 'training.load_best_model_at_end') === true
    || valueAt(settings, 'training.early_stopping_patience') != null;
}

function doubt(
  topic: PreflightFinding['topic'], name: string, found: JsonValue, cause: string, fix: string,
): PreflightFinding {
  const key = `training.${name}`;
  const message = `${key} is ${JSON.stringify(found)}: ${cause}.`;
  return { weight: 'doubt', topic, code: 'CONFIG_INVALID', message, fix, details: { key, found } };
}
