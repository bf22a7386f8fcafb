import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, type ConfigOverrides, type TrainingConfig } from '@tuner/core';
import { MacBackend, type MacOptions, type MlxSettings } from '../src/index.ts';

/** Loads a configuration, with its settings typed. */
export async function load(overrides?: ConfigOverrides, options?: MacOptions): Promise<TrainingConfig<MlxSettings>> {
  return (await new MacBackend(options).loadConfig('mlx', overrides)) as unknown as TrainingConfig<MlxSettings>;
}

/** A file of the user's own with this text. */
export function ownFile(text: string, name = 'own.yaml'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tuner-mac-')), name);
  writeFileSync(path, text);
  return path;
}

/** Loads the user's own text: a model, and what is given. */
export function loadText(text: string, overrides: ConfigOverrides = {}): Promise<TrainingConfig<MlxSettings>> {
  const model = text.includes('model:') ? '' : 'model: {name: org/model}\n';
  return load({ configPath: ownFile(`${model}${text}\n`), ...overrides });
}

/** The ConfigurationError that loading ends in. */
export async function refusal(loading: Promise<unknown>): Promise<ConfigurationError> {
  const error = await loading.then(() => new Error('It was accepted.'), (reason: unknown) => reason);
  if (error instanceof ConfigurationError) return error;
  throw error;
}
