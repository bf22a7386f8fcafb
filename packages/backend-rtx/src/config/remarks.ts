import type { ConfigRemark, JsonObject } from '@tuner/core';

/** What is said about accepted keys of a user: where they have no effect (any more), or a risk. */
const SHARED: readonly ConfigRemark[] = [
  {
    kind: 'place', key: 'training.output_dir',
    message: 'Under Tuner the run directory replaces training.output_dir; it holds for a trainer that runs alone.',
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
    kind: 'obsolete', key: 'dataset.num_proc', when: (value) => typeof value === 'number' && value > 1,
    message: 'dataset.num_proc has no effect any more: rows are prepared in one process. Leave it out.',
  },
  {
    kind: 'advice', key: 'dataset.dataset_name',
    when: (_, { dataset }) => (dataset as JsonObject)['local_file'] == null,
    message: 'Data sets of the hub are not downloaded. Write dataset.local_file with a JSONL file instead of '
      + 'dataset_name.',
  },
];

const SFT: readonly ConfigRemark[] = [
  {
    kind: 'advice', key: 'dataset.filter_desirable', when: (value) => value === false,
    message: 'dataset.filter_desirable is false: rows whose label is false are trained on, too. Write true '
      + 'to leave them out.',
  },
  ...['completion_only_loss', 'assistant_only_loss'].map((name): ConfigRemark => ({
    kind: 'obsolete', key: `training.${name}`,
    when: (_, { training }) => (training as JsonObject)['loss_on'] !== undefined,
    message: `training.${name} has no effect beside training.loss_on. Leave it out.`,
  })),
  unusedModelLength('max_seq_length'),
];

const KTO: readonly ConfigRemark[] = [
  {
    kind: 'obsolete', key: 'training.max_prompt_length', when: (value) => value !== null,
    message: 'training.max_prompt_length has no effect any more. Write training.max_length, for prompt and '
      + 'answer together.',
  },
  {
    kind: 'advice', key: 'dataset.filter_desirable', when: (value) => value === true,
    message: 'dataset.filter_desirable has no effect on KTO, which learns from both kinds of rows. Leave it out.',
  },
  unusedModelLength('max_length'),
];

export const REMARKS = { sft: [...SHARED, ...SFT], kto: [...SHARED, ...KTO] } as const;

/** The length of the model's section holds only where the training section names none. */
function unusedModelLength(name: 'max_seq_length' | 'max_length'): ConfigRemark {
  return {
    kind: 'advice', key: 'model.max_seq_length',
    when: (value, { training }) => ![undefined, null, value].includes((training as JsonObject | undefined)?.[name]),
    message: `training.${name} decides how long a row may be; model.max_seq_length says otherwise and has no effect.`,
  };
}

/** Whether evaluations decide anything. */
function decides({ load_best_model_at_end: loads, early_stopping_patience: patience }: JsonObject): boolean {
  return loads === true || typeof patience === 'number';
}

function asks({ evaluation }: JsonObject): boolean {
  const prompts = (evaluation as JsonObject | undefined)?.['sample_prompts'];
  return Array.isArray(prompts) && prompts.length > 0;
}
