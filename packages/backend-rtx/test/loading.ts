import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, type ConfigOverrides, type TrainingConfig } from '@tuner/core';
import type { KtoSettings, RtxMethod, RtxOptions, SftSettings } from '../src/index.ts';
import { RTXBackend } from '../src/index.ts';

type Config = TrainingConfig<SftSettings & KtoSettings>;

/** Loads a configuration; `settings` of both methods are there to look at. */
export async function load(method: RtxMethod, overrides?: ConfigOverrides, options?: RtxOptions): Promise<Config> {
  return (await new RTXBackend(options).loadConfig(method, overrides)) as unknown as Config;
}

/** A file of the user's own with this text. */
export function ownFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tuner-rtx-')), 'own.yaml');
  writeFileSync(path, text);
  return path;
}

/** Loads the user's own text: a model, and what is given. */
export function loadText(method: RtxMethod, text: string, overrides: ConfigOverrides = {}): Promise<Config> {
  return load(method, { configPath: ownFile(`model: {model_name: org/model}\n${text}\n`), ...overrides });
}

/** The ConfigurationError that loading ends in. */
export async function refusal(loading: Promise<unknown>): Promise<ConfigurationError> {
  const error = await loading.then(() => new Error('It was accepted.'), (reason: unknown) => reason);
  if (error instanceof ConfigurationError) return error;
  throw error;
}
