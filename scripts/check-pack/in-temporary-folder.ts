import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveWriteRights } from './read-only.ts';

/** Works in a new folder outside the repository, and removes it, whatever the modes of what is in it. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'tuner-pack-')));
  try {
    return await work(folder);
  } finally {
    await giveWriteRights(folder);
    await rm(folder, { recursive: true, force: true });
  }
}
