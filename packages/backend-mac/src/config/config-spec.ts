import { join } from 'node:path';
import type { ConfigSpec, FlatNames } from '@tuner/core';
import { mlxSchema, type MlxSettings } from '../schema/mlx.ts';
import { conflicts } from './conflicts.ts';
import { dataRules } from './data-rules.ts';
import { REMARKS } from './remarks.ts';
import { trainingShape } from './training-shape.ts';

/** Where a Mac configuration trains. */
export type MacDevice = MlxSettings['system']['device'];

const flat: FlatNames = {
  modelName: 'model.name',
  datasetFile: 'data.dataset_path',
  epochs: 'training.num_epochs',
  batchSize: 'training.per_device_batch_size',
  learningRate: 'training.learning_rate',
};

/** The spec of method `mlx`; `trainers` is the folder of the Python code, `device` what the back end was made with. */
export function mlxConfigSpec(trainers: string, device?: MacDevice): ConfigSpec<MlxSettings> {
  const trainerDir = join(trainers, 'mistral_lora_mac');
  return {
    platform: 'mac',
    method: 'mlx',
    objective: { key: 'training.objective' },
    file: join(trainerDir, 'config', 'config.yaml'),
    trainerDir,
    schema: mlxSchema,
    flat,
    pathKeys: ['data.dataset_path', 'data.evaluation_file'],
    relativeNames: ['model.name'],
    ...(device === undefined ? {} : { fixed: { system: { device } } }),
    remarks: REMARKS,
    dataRules,
    trainingShape,
    check: conflicts,
  };
}
