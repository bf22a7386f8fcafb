import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ConfigSpec } from '../../src/config/config-spec.ts';
import { ConfigurationError } from '../../src/errors.ts';

export const exampleSchema = z.strictObject({
  model: z.strictObject({
    name: z.string().min(1).describe('Which model.'),
    layers: z.int().min(1).max(64).default(4).describe('How deep.'),
  }),
  training: z.strictObject({
    learning_rate: z.number().gt(0).lt(1).default(1e-3).describe('Peak learning rate.'),
    epochs: z.number().gt(0).default(1),
    batch_size: z.int().min(1).default(2),
    schedule: z.enum(['linear', 'cosine']).default('linear'),
    layers: z.array(z.string().min(2)).min(1).default(['all']),
    output_dir: z.string().default('out'),
    old_rate: z.number().optional(),
    slow: z.boolean().default(false),
    fast: z.boolean().default(false),
  }).prefault({}),
  data: z.strictObject({ file: z.string().nullable().default(null), twin: z.string().nullable().default(null) }).prefault({}),
  device: z.enum(['gpu', 'cpu']).default('gpu'),
});

/** A folder with files for one test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-config-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const SHIPPED = 'model:\n  name: shipped\ntraining:\n  learning_rate: 2e-3\n  output_dir: ./here\n';

/** What a third party would write for a small back end. */
export function exampleSpec(changes: Partial<ConfigSpec<z.infer<typeof exampleSchema>>> = {}): ConfigSpec<z.infer<typeof exampleSchema>> {
  const folder = folderWith({ 'config.yaml': SHIPPED });
  return {
    platform: 'example',
    method: 'sft',
    objective: 'sft',
    file: join(folder, 'config.yaml'),
    trainerDir: folder,
    schema: exampleSchema,
    flat: {
      modelName: 'model.name', datasetFile: 'data.file', epochs: 'training.epochs', batchSize: 'training.batch_size',
      learningRate: 'training.learning_rate',
    },
    pathKeys: ['data.file', 'data.twin'],
    relativeNames: ['model.name'],
    remarks: [
      { kind: 'place', key: 'training.output_dir', message: 'The run directory replaces it.' },
      { kind: 'obsolete', key: 'training.old_rate', message: 'Write training.learning_rate.', when: (value) => value !== 0 },
    ],
    check: ({ training }) => (training.slow && training.fast
      ? [{ code: 'CONFIG_CONFLICT', key: 'training.fast', found: true, expected: 'false where training.slow is true' }]
      : []),
    ...changes,
  };
}

/** The ConfigurationError that a call ends in. */
export async function refusal(call: () => unknown): Promise<ConfigurationError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
