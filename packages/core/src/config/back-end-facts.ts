import type { TrainingConfig } from '../contract/config.ts';
import type { TrainingShape } from '../plan/training-shape.ts';
import type { DataRules } from './config-spec.ts';
import { draftOf } from './draft.ts';

/** The key in which the document of `config` names its data set; `undefined` when another copy of this made it. */
export function datasetKeyOf(config: object): string | undefined {
  return draftOf(config)?.spec.flat.datasetFile;
}

/** What the rows of `config` have to serve; nothing is known when its back end does not tell, or another copy made it. */
export function dataRulesOf(config: TrainingConfig<unknown>): DataRules {
  return draftOf(config)?.spec.dataRules?.(config.settings as object) ?? {};
}

/** Whether the back end of `config` tells what its rows have to serve: then they are rows, and a model, as Tuner knows them. */
export function hasDataRules(config: object): boolean {
  return draftOf(config)?.spec.dataRules !== undefined;
}

/** What a training of `config` is; `undefined` when its back end does not tell, or another copy made it. */
export function trainingShapeOf(config: TrainingConfig<unknown>): TrainingShape | undefined {
  return draftOf(config)?.spec.trainingShape?.(config.settings as object);
}
