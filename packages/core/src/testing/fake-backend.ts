import { resolve } from 'node:path';
import { defineBackend } from '../backend/define-backend.ts';
import type { ITrainingBackend } from '../contract/backend.ts';
import type { ConfigOverrides, TrainingConfig } from '../contract/config.ts';
import { ConfigurationError } from '../errors.ts';

/** The settings of the fake back end's one method. */
export interface FakeSettings {
  readonly model_name: string;
  readonly epochs: number;
}

/** The types of {@link fakeBackend}. */
export interface FakeTypes {
  readonly name: 'fake';
  readonly methods: { readonly sft: FakeSettings };
}

const METHODS = ['sft'] as const;

/** A back end that needs nothing: for tests of registries and, with `fakeExecutor`, of programs that use Tuner. */
export function fakeBackend(): ITrainingBackend<FakeTypes> {
  return defineBackend<FakeTypes>({
    name: 'fake',
    getAvailableMethods: () => METHODS,
    loadConfig: async (method, overrides) => fakeConfig(method, overrides),
    environment: () => ({
      name: 'fake', requirements: '', pythonVersions: ['3.12', '3.13', '3.11'], probe: { script: resolve('probe.py'), args: [] },
    }),
    createLaunchSpec: (config) => ({
      script: resolve('train.py'),
      args: ['--launch', { role: 'launch' }],
      env: {},
      workingDirectory: config.trainerDir,
      document: { ...config.settings },
      inputs: { data: config.datasetFile ?? '' },
      requiredOutputs: [[{ role: 'model', path: 'adapter_config.json' }, { role: 'model', path: 'adapter_model.safetensors' }]],
      devices: [],
      assetsHash: 'fake',
    }),
  });
}

function fakeConfig(method: string, overrides: ConfigOverrides = {}): TrainingConfig {
  if (method !== 'sft') {
    throw new ConfigurationError('METHOD_UNKNOWN', `Back end "fake" has no method "${method}". There is: sft.`, {
      details: { method, known: [...METHODS] },
    });
  }
  if (overrides.configPath !== undefined) throw noFile(overrides.configPath);
  const { modelName = 'fake-model', epochs = 1, batchSize = 1, learningRate = 1e-4 } = overrides;
  const datasetFile = overrides.datasetFile === undefined ? {} : { datasetFile: resolve(overrides.datasetFile) };
  return deepFreeze({
    method, platform: 'fake', configPath: resolve('config.yaml'), trainerDir: resolve('.'), modelName, ...datasetFile,
    epochs, batchSize, learningRate, objective: 'sft', settings: { model_name: modelName, epochs }, warnings: [],
  });
}

function noFile(path: string): ConfigurationError {
  return new ConfigurationError('CONFIG_NOT_FOUND', `The fake back end reads no file: ${path} was given.`, {
    details: { file: path },
  });
}

function deepFreeze(config: TrainingConfig): TrainingConfig {
  Object.freeze(config.settings);
  Object.freeze(config.warnings);
  return Object.freeze(config);
}
