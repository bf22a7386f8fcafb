import { join } from 'node:path';
import { trainerLaunchSpec, type LaunchSpec, type TrainingConfig } from '@tuner/core';
import type { SftSettings } from './schema/sft.ts';

/** How an RTX configuration is trained. @throws DatasetError `DATASET_NOT_SET` */
export function createRtxLaunchSpec(config: TrainingConfig, assetsHash: string): LaunchSpec {
  const { dataset, training, system } = config.settings as unknown as SftSettings;
  return trainerLaunchSpec(config, {
    script: join(config.trainerDir, `train_${config.method}.py`),
    evaluationFile: dataset.evaluation_file,
    fineTuneType: training.fine_tune_type,
    adapterFile: 'adapter_model.safetensors',
    devices: system.device === 'cpu' ? [] : ['cuda:0'],
    assetsHash,
  });
}
