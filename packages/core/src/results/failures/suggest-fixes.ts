import type { TrainingConfig } from '../../contract/config.ts';
import type { ErrorCode } from '../../contract/error-codes.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Suggestion } from '../../contract/suggestion.ts';

/** Changes of `config` that help against a failure, best first; none where no change of it does. */
export function suggestFixes(code: ErrorCode, config: TrainingConfig): Suggestion[] {
  const training = (config.settings['training'] ?? {}) as JsonObject;
  if (code === 'OUT_OF_MEMORY') return againstMemory(config, training);
  if (code !== 'NON_FINITE') return [];
  const overrides = { learningRate: config.learningRate / 10 };
  return [{ reason: 'Smaller steps keep loss and gradient finite.', overrides }];
}

function againstMemory({ batchSize }: TrainingConfig, training: JsonObject): Suggestion[] {
  const accumulation = Number(training['gradient_accumulation_steps'] ?? 1);
  // KTO pairs rows of a batch: never fewer than two.
  const least = 'beta' in training || 'precompute_ref_log_probs' in training ? 2 : 1;
  const smaller = largestPart(batchSize, least);
  return [
    ...(smaller !== undefined
      ? [{
          reason: 'Fewer rows at once, as many a step: the result stays the same.',
          overrides: {
            batchSize: smaller,
            settings: { training: { gradient_accumulation_steps: accumulation * (batchSize / smaller) } },
          },
          effect: `batch ${batchSize} → ${smaller}`,
        }]
      : []),
    ...(training['gradient_checkpointing'] === false
      ? [{
          reason: 'Activations are computed again instead of kept: about 20 % slower.',
          overrides: { settings: { training: { gradient_checkpointing: true } } },
        }]
      : []),
  ];
}

/** The largest number from `least` on of which `batchSize` is a multiple. */
function largestPart(batchSize: number, least: number): number | undefined {
  for (let part = Math.floor(batchSize / 2); part >= least; part -= 1) if (batchSize % part === 0) return part;
  return undefined;
}
