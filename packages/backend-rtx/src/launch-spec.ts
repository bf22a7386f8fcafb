import { join } from 'node:path';
import { DatasetError, type JsonObject, type LaunchSpec, type RoleFile, type TrainingConfig } from '@tuner/core';
import type { SftSettings } from './schema/sft.ts';

const ENVIRONMENT = {
  PYTHONUNBUFFERED: '1',
  // The folder of the trainers may be read-only, and its hash must stay what it is.
  PYTHONDONTWRITEBYTECODE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
  TOKENIZERS_PARALLELISM: 'false',
} as const;

const model = (path: string): RoleFile => ({ role: 'model', path });

/** How an RTX configuration is trained. @throws DatasetError `DATASET_NOT_SET` */
export function createRtxLaunchSpec(config: TrainingConfig, assetsHash: string): LaunchSpec {
  const settings = config.settings as unknown as SftSettings;
  const { evaluation_file: evaluationData } = settings.dataset;
  return {
    script: join(config.trainerDir, `train_${config.method}.py`),
    args: ['--launch', { role: 'launch' }],
    env: ENVIRONMENT,
    workingDirectory: config.trainerDir,
    document: config.settings as JsonObject,
    inputs: { data: dataOf(config), ...(evaluationData === null ? {} : { evaluationData }) },
    requiredOutputs: outputs(settings.training.fine_tune_type),
    devices: settings.system.device === 'cpu' ? [] : ['cuda:0'],
    assetsHash,
  };
}

function dataOf({ configPath, datasetFile }: TrainingConfig): string {
  if (datasetFile !== undefined) return datasetFile;
  throw new DatasetError('DATASET_NOT_SET', `The configuration ${configPath} names no data set.`, {
    hint: 'Pass datasetFile as an override, or write dataset.local_file.',
    details: { configPath, key: 'dataset.local_file' },
  });
}

/** What must be there: an adapter, or a model in one file or in several. */
function outputs(type: 'lora' | 'full'): RoleFile[][] {
  if (type === 'lora') return [[model('adapter_config.json'), model('adapter_model.safetensors')]];
  return [
    [model('config.json'), model('model.safetensors')],
    [model('config.json'), model('model.safetensors.index.json')],
  ];
}
