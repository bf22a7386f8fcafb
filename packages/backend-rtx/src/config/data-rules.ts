import type { DataRules } from '@tuner/core';
import type { KtoSettings } from '../schema/kto.ts';
import type { SftSettings } from '../schema/sft.ts';

/** What the rows of an RTX document have to serve. */
export function dataRules({ dataset, model, training }: SftSettings | KtoSettings): DataRules {
  const isKto = 'beta' in training;
  const maxTokens = (isKto ? training.max_length : training.max_seq_length) ?? model.max_seq_length;
  return {
    maxTokens,
    unpacks: ['gzip', 'zstd'],
    filterDesirable: dataset.filter_desirable,
    ...(dataset.evaluation_file === null ? {} : { evaluationFile: dataset.evaluation_file }),
    ...(isKto ? { weights: weightsOf(training) } : {}),
  };
}

function weightsOf({ desirable_weight: good, undesirable_weight: bad }: KtoSettings['training']) {
  return { good, bad, keys: ['training.desirable_weight', 'training.undesirable_weight'] } as const;
}
