import { datasetOf } from '../../config/dataset-of.ts';
import { dataRulesOf } from '../../config/back-end-facts.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import type { InspectInput } from './inspect-input.ts';

/** What is inspected for a configuration; an input comes back as it is. @throws DatasetError `DATASET_NOT_SET` */
export function inputOf<S>(of: TrainingConfig<S> | InspectInput): InspectInput {
  if (!('settings' in of)) return of;
  const { objective } = of;
  const method = objective === 'sft' || objective === 'kto' ? objective : 'auto';
  return { file: datasetOf(of), method, isForTraining: true, ...dataRulesOf(of) };
}
