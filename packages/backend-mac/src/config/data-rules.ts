import type { DataRules } from '@tuner/core';
import type { MlxSettings } from '../schema/mlx.ts';

/** What the rows of a Mac document have to serve. */
export function dataRules({ data, kto, model }: MlxSettings): DataRules {
  return {
    maxTokens: data.max_seq_length ?? model.max_seq_length,
    // None of the packages that come with MLX unpacks zstd.
    unpacks: ['gzip'],
    filterDesirable: data.filter_desirable,
    ...(data.evaluation_file === null ? {} : { evaluationFile: data.evaluation_file }),
    weights: { good: kto.lambda_d, bad: kto.lambda_u, keys: ['kto.lambda_d', 'kto.lambda_u'] },
  };
}
