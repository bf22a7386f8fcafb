import { trainedOf } from '../memory/estimate-memory.ts';
import type { PlannedModel } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';
import { countParameters } from './count-parameters.ts';
import type { FoundModel } from './read-model.ts';

/** What a plan tells of its model. */
export function describeModel(name: string, found: FoundModel, shape: TrainingShape | undefined): PlannedModel {
  if ('problem' in found) return { name, place: null, parameters: null, trainedParameters: null };
  const { total } = countParameters(found.shape);
  return { name, place: found.place, parameters: total, trainedParameters: shape ? trainedOf(found.shape, shape) : null };
}
