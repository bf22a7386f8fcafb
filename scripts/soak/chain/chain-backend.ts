import { dirname, join } from 'node:path';
import { datasetOf, defineBackend, readConfig, type ConfigSpec, type ITrainingBackend } from '@tuner/core';
import { z } from 'zod';

const schema = z.strictObject({
  model: z.strictObject({ name: z.literal('chain') }),
  data: z.strictObject({ file: z.string().nullable().default(null) }).prefault({}),
  training: z.strictObject({
    steps: z.int().min(1),
    step_ms: z.number().min(0).default(15),
    hold: z.string().nullable().default(null).describe('While this file is there, a step takes half a second.'),
    save_steps: z.int().min(1).default(5),
    keep: z.int().min(0).default(3).describe('How many checkpoints stay; 0: all.'),
    seed: z.int().default(1),
    child: z.enum(['none', 'worker', 'escapee']).default('none').describe('A process that the trainer starts.'),
    proof: z.string().nullable().default(null).describe('The file that shows who trains on a device.'),
    epochs: z.literal(1).default(1),
    batch_size: z.literal(1).default(1),
    learning_rate: z.literal(1).default(1),
  }),
});

/** The settings of the one method, `chain`. */
export type ChainSettings = z.infer<typeof schema>;

/** The types of {@link chainBackend}. */
export interface ChainTypes {
  readonly name: 'chain';
  readonly methods: { readonly chain: ChainSettings };
}

/** Where this checkout's files are: a bundled program cannot tell by itself. */
export interface ChainFiles {
  /** The folder of `train_chain.py` and `chain.yaml`. */
  readonly chain: string;
  /** The folder `Trainers`, whose protocol and checkpoint code the trainer uses. */
  readonly trainers: string;
}

/** Trains a chain of hashes in the standard library alone: it starts in 0.1 s, and its weights show every fault. */
export function chainBackend({ chain, trainers }: ChainFiles): ITrainingBackend<ChainTypes> {
  const script = join(chain, 'train_chain.py');
  const spec: ConfigSpec<ChainSettings> = {
    platform: 'chain', method: 'chain', objective: 'sft', schema, file: join(chain, 'chain.yaml'), trainerDir: chain,
    flat: {
      modelName: 'model.name', datasetFile: 'data.file', epochs: 'training.epochs', batchSize: 'training.batch_size',
      learningRate: 'training.learning_rate',
    },
    pathKeys: ['data.file'],
  };
  return defineBackend<ChainTypes>({
    name: 'chain',
    getAvailableMethods: () => ['chain'],
    loadConfig: (_method, overrides) => readConfig(spec, overrides),
    environment: () => ({
      name: 'chain', requirements: '', pythonVersions: ['3.13', '3.12', '3.11'], probe: { script, args: [] },
    }),
    createLaunchSpec: (config) => ({
      script, args: ['--launch', { role: 'launch' }], workingDirectory: dirname(script), devices: [],
      assetsHash: 'chain',
      env: { PYTHONPATH: trainers, PYTHONDONTWRITEBYTECODE: '1' },
      document: config.settings, inputs: { data: datasetOf(config) },
      requiredOutputs: [[{ role: 'model', path: 'weights.txt' }]],
    }),
  });
}
