import type { ConfigRemark, JsonObject } from '@tuner/core';

const OUTPUT_FOLDERS = ['checkpoint_dir', 'final_model_dir', 'logs_dir', 'metrics_dir'];
const LOGGING = ['level', 'console', 'file', 'json_logs', 'log_file', 'json_log_file'];
const PLACES = [...OUTPUT_FOLDERS.map((name) => `output.${name}`), ...LOGGING.map((name) => `logging.${name}`)];

/** What is said about accepted keys of a user: where they have no effect, or a risk. */
export const REMARKS: readonly ConfigRemark[] = [
  {
    kind: 'place', key: 'output.checkpoint_dir', alsoAt: PLACES,
    message: 'Under Tuner the run directory replaces the folders of output and all of logging; they hold for a trainer '
      + 'that runs alone.',
  },
  {
    kind: 'advice', key: 'evaluation.sample_steps', when: (value, document) => value !== null && !asks(document),
    message: 'evaluation.sample_steps has no effect without evaluation.sample_prompts.',
  },
  {
    kind: 'advice', key: 'training.metric_for_best_model',
    when: (_, { training }) => !decides(training as JsonObject),
    message: 'training.metric_for_best_model has no effect without load_best_model_at_end: true or '
      + 'early_stopping_patience.',
  },
  {
    kind: 'obsolete', key: 'system.num_workers', when: (value) => typeof value === 'number' && value > 0,
    message: 'system.num_workers has no effect any more: rows are prepared before the training. Leave it out.',
  },
  {
    kind: 'advice', key: 'data.filter_desirable', when: (value, document) => value === false && !isKto(document),
    message: 'data.filter_desirable is false: in SFT, rows whose label is false are trained on, too. Write true to '
      + 'leave them out.',
  },
  ...withoutEffectOnKto('data.filter_desirable', 'which learns from both kinds of rows'),
  ...withoutEffectOnKto('training.group_by_length', 'which pairs neighbouring rows'),
  {
    kind: 'advice', key: 'training.group_by_length',
    when: (value, document) => value === true && !isKto(document) && keepsOrder(document),
    message: 'training.group_by_length has no effect on rows whose order is kept. Write data.shuffle: true.',
  },
  ...withoutEffectOnKto('training.loss_on', 'which learns whole answers'),
  {
    kind: 'advice', key: 'evaluation.temperature', alsoAt: ['evaluation.top_p'],
    when: (_, document) => !draws(document),
    message: 'evaluation.temperature and top_p have no effect on answers that are not drawn. Write do_sample: true.',
  },
];

/** A remark on a key of SFT that is switched on where the objective is KTO. */
function withoutEffectOnKto(key: string, why: string): ConfigRemark[] {
  const when: ConfigRemark['when'] = (value, document) => value !== false && isKto(document);
  return [{ kind: 'advice', key, when, message: `${key} has no effect on KTO, ${why}. Leave it out.` }];
}

function isKto({ training }: JsonObject): boolean {
  return (training as JsonObject | undefined)?.['objective'] === 'kto';
}

function keepsOrder({ data }: JsonObject): boolean {
  return (data as JsonObject | undefined)?.['shuffle'] === false;
}

function draws({ evaluation }: JsonObject): boolean {
  return (evaluation as JsonObject | undefined)?.['do_sample'] === true;
}

/** Whether evaluations decide anything. */
function decides({ load_best_model_at_end: loads, early_stopping_patience: patience }: JsonObject): boolean {
  return loads === true || typeof patience === 'number';
}

function asks({ evaluation }: JsonObject): boolean {
  const prompts = (evaluation as JsonObject | undefined)?.['sample_prompts'];
  return Array.isArray(prompts) && prompts.length > 0;
}
