import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What a folder takes of the disk, in bytes; links are not followed, and what vanishes meanwhile does not count. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? await folderSize(path) : await sizeOf(path);
  }
  return bytes;
}

async function sizeOf(path: string): Promise<number> {
  // The blocks that it takes, where the system tells them; two names of one file are counted twice.
  return lstat(path).then(({ size, blocks }) => (blocks > 0 ? blocks * 512 : size), () => 0);
}
