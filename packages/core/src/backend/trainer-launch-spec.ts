import { datasetOf } from '../config/dataset-of.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import type { LaunchSpec, RoleFile } from '../contract/launch.ts';

const ENVIRONMENT = {
  PYTHONUNBUFFERED: '1',
  // The folder of the trainers may be read-only, and its hash must stay what it is.
  PYTHONDONTWRITEBYTECODE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
  TOKENIZERS_PARALLELISM: 'false',
} as const;

/** What is particular about the launch of a Python trainer. */
export interface TrainerLaunch {
  /** The trainer's script, absolute; it is given `--launch <launch.json>`. */
  readonly script: string;
  /** Held-out rows, absolute. */
  readonly evaluationFile: string | null;
  readonly fineTuneType: 'lora' | 'full';
  /** The name of an adapter's weights. */
  readonly adapterFile: string;
  /** The devices it needs to itself; none for a CPU run. */
  readonly devices: readonly string[];
  /** SHA-256 of the trainers' code. */
  readonly assetsHash: string;
}

/**
 * How a trainer of this protocol is launched: in its folder, with the launch document, for an adapter or a model.
 * @throws DatasetError `DATASET_NOT_SET`
 */
export function trainerLaunchSpec<S>(config: TrainingConfig<S>, launch: TrainerLaunch): LaunchSpec {
  const { script, evaluationFile, devices, assetsHash } = launch;
  return {
    script,
    args: ['--launch', { role: 'launch' }],
    prepare: ['--launch', { role: 'launch' }, '--prepare'],
    preview: ['--launch', { role: 'launch' }, '--preview'],
    probe: ['--launch', { role: 'launch' }, '--probe'],
    env: ENVIRONMENT,
    workingDirectory: config.trainerDir,
    document: config.settings as JsonObject,
    inputs: { data: datasetOf(config), ...(evaluationFile === null ? {} : { evaluationData: evaluationFile }) },
    requiredOutputs: outputs(launch),
    devices,
    assetsHash,
  };
}

/** What must be there: an adapter, or a model in one file or in several. */
function outputs({ fineTuneType, adapterFile }: TrainerLaunch): RoleFile[][] {
  if (fineTuneType === 'lora') return [[model('adapter_config.json'), model(adapterFile)]];
  return [
    [model('config.json'), model('model.safetensors')],
    [model('config.json'), model('model.safetensors.index.json')],
  ];
}

function model(path: string): RoleFile {
  return { role: 'model', path };
}
