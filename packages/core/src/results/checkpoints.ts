import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointManifestSchema, type CheckpointManifest } from '../contract/records.ts';
import type { CheckpointInfo } from '../contract/results.ts';
import { readRecord } from '../runs/read-record.ts';
import { runPaths } from '../runs/run-paths.ts';

/** The complete checkpoints of a run, by step. One without a manifest, or with a file of another size, is none. */
export async function listCheckpoints(directory: string): Promise<CheckpointInfo[]> {
  const folder = runPaths(directory).checkpoints;
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(names.filter((name) => /^checkpoint-\d+$/.test(name)).map((name) => read(join(folder, name))));
  return found.filter((info) => info !== undefined).sort((a, b) => a.step - b.step);
}

async function read(path: string): Promise<CheckpointInfo | undefined> {
  const manifest = await readRecord(join(path, 'manifest.json'), checkpointManifestSchema).catch(() => undefined);
  if (!manifest || !(await isComplete(path, manifest))) return undefined;
  const { step, epoch, kind, createdAt, values } = manifest;
  return { step, epoch, kind, createdAt, values, path, bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0) };
}

async function isComplete(path: string, manifest: CheckpointManifest): Promise<boolean> {
  const sizes = await Promise.all(manifest.files.map((file) => stat(join(path, file.path)).then((s) => s.size, () => -1)));
  return manifest.files.every((file, index) => file.bytes === sizes[index]);
}
