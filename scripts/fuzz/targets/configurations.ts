import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MacBackend } from '@tuner/backend-mac';
import { RTXBackend } from '@tuner/backend-rtx';
import { overrideConfig, type TrainingConfig } from '@tuner/core';
import * as fc from 'fast-check';
import { target } from '../fuzz-target.ts';
import { anything, mutated, mutatedBytes } from '../mutated.ts';

const backends = { rtx: new RTXBackend({ device: 'cpu' }), mac: new MacBackend({ device: 'cpu' }) };
const shipped = (file: string) => readFileSync(fileURLToPath(new URL(`../../../Trainers/${file}`, import.meta.url)), 'utf8');
const FILES = ['rtx3090_sft/configs/config.yaml', 'rtx3090_kto/configs/config.yaml', 'mistral_lora_mac/config/config.yaml'].map(shipped);

const method = fc.constantFrom(['rtx', 'sft'] as const, ['rtx', 'kto'] as const, ['mac', 'mlx'] as const);
const section = fc.constantFrom('model', 'lora', 'training', 'dataset', 'data', 'kto', 'evaluation', 'health', 'system', 'output', '__proto__');
const key = fc.constantFrom('learning_rate', 'max_steps', 'target_modules', 'evaluation_file', 'eval_strategy', 'bf16', 'r', 'rank', 'constructor');
const settings = fc.oneof(anything, fc.dictionary(section, fc.oneof(anything, fc.dictionary(key, anything))));
const flat = fc.constantFrom('modelName', 'datasetFile', 'epochs', 'batchSize', 'learningRate', 'settings', 'configPath', 'other');

/** Readers of configurations. */
export const CONFIGURATIONS = [
  target({
    name: 'configuration files',
    input: fc.tuple(method, fc.oneof(mutated(...FILES).map(Buffer.from), mutatedBytes(...FILES), fc.uint8Array({ maxLength: 99 }))),
    async read([[backend, name], text], folder) {
      const configPath = join(folder, 'own.yaml');
      writeFileSync(configPath, text);
      await backends[backend].loadConfig(name, { configPath });
    },
  }),
  target({
    name: 'overrides',
    input: fc.tuple(method, fc.oneof(anything, fc.dictionary(flat, fc.oneof(anything, settings)))),
    read: async ([[backend, name], overrides]) => void (await backends[backend].loadConfig(name, overrides as never)),
  }),
  target({
    name: 'overrides of a configuration that is loaded',
    input: fc.tuple(method, settings),
    async read([[backend, name], over]) {
      const config = await backends[backend].loadConfig(name) as TrainingConfig<never>;
      overrideConfig(config, { settings: over } as never);
    },
  }),
];
