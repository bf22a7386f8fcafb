import { join } from 'node:path';
import type { ConfigSpec, FlatNames } from '@tuner/core';
import type { Device } from '../detect-device.ts';
import { ktoSchema, type KtoSettings } from '../schema/kto.ts';
import { sftSchema, type SftSettings } from '../schema/sft.ts';
import { conflicts } from './conflicts.ts';
import { dataRules } from './data-rules.ts';
import { prepareDocument } from './prepare-document.ts';
import { REMARKS } from './remarks.ts';
import { trainingShape } from './training-shape.ts';

/** The settings of each method. */
export type RtxMethods = {
  readonly sft: SftSettings;
  readonly kto: KtoSettings;
};

/** What {@link RtxMethods} names. */
export type RtxMethod = keyof RtxMethods;

const flat: FlatNames = {
  modelName: 'model.model_name',
  datasetFile: 'dataset.local_file',
  epochs: 'training.num_train_epochs',
  batchSize: 'training.per_device_train_batch_size',
  learningRate: 'training.learning_rate',
};

/** The spec of a method; `trainers` is the folder of the Python code, `device` what the back end was made with. */
export function configSpec(
  method: RtxMethod, trainers: string, device?: Device,
): ConfigSpec<SftSettings | KtoSettings> {
  const trainerDir = join(trainers, `rtx3090_${method}`);
  return {
    platform: 'rtx',
    method,
    objective: method,
    file: join(trainerDir, 'configs', 'config.yaml'),
    trainerDir,
    schema: method === 'sft' ? sftSchema : ktoSchema,
    flat,
    pathKeys: ['dataset.local_file', 'dataset.evaluation_file'],
    relativeNames: ['model.model_name'],
    ...(device === undefined ? {} : { fixed: { system: { device } } }),
    remarks: REMARKS[method],
    dataRules,
    trainingShape,
    prepare: (document, source) => prepareDocument(method, document, source),
    check: conflicts,
  };
}
