import { join } from 'node:path';
import { trainerLaunchSpec, type LaunchSpec, type TrainingConfig } from '@tuner/core';
import type { MlxSettings } from './schema/mlx.ts';

/** How a Mac configuration is trained. @throws DatasetError `DATASET_NOT_SET` */
export function createMacLaunchSpec(config: TrainingConfig, assetsHash: string): LaunchSpec {
  const { data, training, system } = config.settings as unknown as MlxSettings;
  return trainerLaunchSpec(config, {
    script: join(config.trainerDir, 'main.py'),
    evaluationFile: data.evaluation_file,
    fineTuneType: training.fine_tune_type,
    adapterFile: 'adapters.safetensors',
    devices: system.device === 'cpu' ? [] : ['metal'],
    assetsHash,
  });
}
