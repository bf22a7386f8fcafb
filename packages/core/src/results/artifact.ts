import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '../contract/records.ts';
import type { Artifact } from '../contract/results.ts';
import { runPaths } from '../runs/run-paths.ts';

/** What a run left in its `model` folder; `undefined` when there is none. */
export function findArtifact(directory: string, record: RunRecord): Artifact | undefined {
  const path = runPaths(directory).model;
  if (!existsSync(path)) return undefined;
  const kind = existsSync(join(path, 'adapter_config.json')) ? 'adapter' : 'model';
  return { kind, path, baseModel: record.modelName };
}
