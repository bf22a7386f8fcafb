import { readFile } from 'node:fs/promises';
import type { TrainingConfig } from '../contract/config.ts';
import { runPaths } from './run-paths.ts';

/** The configuration that a run was recorded with; rejects when it cannot be read. */
export async function readRunConfig(directory: string): Promise<TrainingConfig> {
  return JSON.parse(await readFile(runPaths(directory).config, 'utf8')) as TrainingConfig;
}
