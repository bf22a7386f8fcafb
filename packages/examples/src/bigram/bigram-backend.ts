import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  datasetOf, defineBackend, openAssets, readConfig, unknownMethod, type ConfigSpec, type ITrainingBackend,
} from '@tuner/core';
import { z } from 'zod';

/** The configuration: every key with its range, default and meaning. */
const schema = z.strictObject({
  model: z.strictObject({ name: z.literal('bigram').describe('There is one model.') }),
  data: z.strictObject({
    file: z.string().nullable().default(null).describe('Rows with a text, as JSONL.'),
  }).prefault({}),
  training: z.strictObject({
    epochs: z.int().min(1).default(20).describe('How often every row is seen.'),
    batch_size: z.int().min(1).default(8).describe('Rows per step.'),
    learning_rate: z.number().gt(0).default(20).describe('Step of the gradient descent.'),
  }).prefault({}),
});

/** The types that the back end gives to `createTuner`. */
export interface BigramTypes {
  readonly name: 'bigram';
  readonly methods: { readonly sft: z.infer<typeof schema> };
}

const script = fileURLToPath(new URL('train_bigram.py', import.meta.url));

const spec: ConfigSpec<z.infer<typeof schema>> = {
  platform: 'bigram', method: 'sft', objective: 'sft', schema,
  file: fileURLToPath(new URL('bigram.yaml', import.meta.url)), trainerDir: dirname(script),
  flat: {
    modelName: 'model.name', datasetFile: 'data.file', epochs: 'training.epochs', batchSize: 'training.batch_size',
    learningRate: 'training.learning_rate',
  },
  pathKeys: ['data.file'],
};

/** Trains a model of which letter follows which, in plain Python: a whole back end, made by somebody else. */
export function bigramBackend(): ITrainingBackend<BigramTypes> {
  return defineBackend<BigramTypes>({
    name: 'bigram',
    getAvailableMethods: () => ['sft'],
    async loadConfig(method, overrides) {
      if (method !== 'sft') throw unknownMethod('bigram', method, ['sft']);
      return readConfig(spec, overrides);
    },
    // No packages: the standard library is enough, and the trainer itself says what it finds.
    environment: () => ({
      name: 'bigram', requirements: '', pythonVersions: ['3.13', '3.12', '3.11'],
      probe: { script, args: ['--probe'] },
    }),
    createLaunchSpec: async (config) => ({
      script, args: ['--launch', { role: 'launch' }], env: { PYTHONDONTWRITEBYTECODE: '1' }, devices: [],
      workingDirectory: dirname(script), document: config.settings, inputs: { data: datasetOf(config) },
      requiredOutputs: [[{ role: 'model', path: 'model.json' }]],
      assetsHash: (await openAssets({ kind: 'folder', directory: dirname(script) })).sha256,
    }),
  });
}
