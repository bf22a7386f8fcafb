import { join } from 'node:path';
import type { ConfigSpec, FlatNames } from '@tuner/core';
import { ktoSchema, type KtoSettings } from '../schema/kto.ts';
import { sftSchema, type SftSettings } from '../schema/sft.ts';
import { checkSettings } from './check-settings.ts';
import { prepareDocument } from './prepare-document.ts';

/** The settings of each method. */
export type RtxMethods = {
  readonly sft: SftSettings;
  readonly kto: KtoSettings;
};
export type RtxMethod = keyof RtxMethods;
export type Device = 'cuda' | 'cpu';

const flat: FlatNames = {
  modelName: 'model.model_name',
  datasetFile: 'dataset.local_file',
  epochs: 'training.num_train_epochs',
  batchSize: 'training.per_device_train_batch_size',
  learningRate: 'training.learning_rate',
};

/** The spec of a method's configuration; `trainers` is the folder of the Python code, `device` what the back end fixes. */
export function configSpec<M extends RtxMethod>(method: M, trainers: string, device?: Device): ConfigSpec<RtxMethods[M]> {
  const trainerDir = join(trainers, `rtx3090_${method}`);
  const schema = method === 'sft' ? sftSchema : ktoSchema;
  return {
    platform: 'rtx',
    method,
    objective: method,
    file: join(trainerDir, 'configs', 'config.yaml'),
    trainerDir,
    schema: schema as unknown as ConfigSpec<RtxMethods[M]>['schema'],
    flat,
    pathKeys: ['dataset.local_file', 'dataset.evaluation_file'],
    relativeNames: ['model.model_name'],
    ...(device === undefined ? {} : { fixed: { system: { device } } }),
    prepare: (document, { own }) => prepareDocument(method, document, own),
    check: (settings) => checkSettings(settings as SftSettings | KtoSettings),
  };
}
