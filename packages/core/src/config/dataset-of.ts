import type { TrainingConfig } from '../contract/config.ts';
import { DatasetError } from '../errors.ts';
import { datasetKeyOf } from './back-end-facts.ts';

/** The data set of a configuration. @throws DatasetError `DATASET_NOT_SET`, naming the key that is empty */
export function datasetOf<S>(config: TrainingConfig<S>): string {
  const { configPath, datasetFile } = config;
  if (datasetFile !== undefined) return datasetFile;
  const key = datasetKeyOf(config);
  const place = key === undefined ? 'name one in the YAML file' : `set ${key} in the YAML file`;
  throw new DatasetError('DATASET_NOT_SET', `The configuration ${configPath} names no data set.`, {
    hint: `Pass { datasetFile: "rows.jsonl" } to loadConfig, or ${place}.`,
    details: { configPath, ...(key === undefined ? {} : { key }) },
  });
}
