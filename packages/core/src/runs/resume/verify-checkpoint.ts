import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkpointManifestSchema, type CheckpointManifest } from '../../contract/records.ts';
import { readRecord } from '../read-record.ts';

/** Why the checkpoint in `path` cannot be gone on from, as an ending of a sentence; `undefined` when it can. */
export async function findDamage(path: string, runId: string): Promise<string | undefined> {
  let manifest: CheckpointManifest | undefined;
  try {
    manifest = await readRecord(join(path, 'manifest.json'), checkpointManifestSchema);
  } catch (error) {
    return (error as Error).message;
  }
  if (!manifest) return 'it was not written to its end';
  if (manifest.runId && manifest.runId !== runId) return `it is one of run "${manifest.runId}"`;
  // Sizes first: that costs nothing and finds most damage.
  for (const { path: name, bytes } of manifest.files) {
    const size = await stat(join(path, name)).then((found) => found.size, () => undefined);
    if (size === undefined) return `${name} is missing`;
    if (size !== bytes) return `${name} has ${size} bytes instead of ${bytes}`;
  }
  for (const { path: name, sha256 } of manifest.files) {
    if ((await hashOf(join(path, name))) !== sha256) return `${name} is not what was written (SHA-256)`;
  }
  return undefined;
}

async function hashOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}
