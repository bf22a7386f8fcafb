import type { JsonObject } from '@tuner/core';

/** What the original's two keys mean where `loss_on` is not given: design of `training.loss_on`. */
export function resolveLossOn(training: JsonObject): JsonObject {
  const { loss_on, completion_only_loss, assistant_only_loss } = training;
  if (loss_on !== undefined) return training;
  const isAll = completion_only_loss === false && assistant_only_loss !== true;
  return { ...training, loss_on: isAll ? 'all' : 'assistant' };
}
