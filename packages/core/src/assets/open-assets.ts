import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataFolder } from '../runs/home.ts';
import type { AssetSource } from './asset-source.ts';

/** Assets as a folder that Python can run, and the SHA-256 of what is in it. */
export interface OpenedAssets {
  readonly directory: string;
  readonly sha256: string;
}

/**
 * Gives the folder of `source`. Embedded files are written once, to `<per-user data folder>/assets/<sha256>`, so that
 * bundlers, archives and read-only installations all work; a folder that does not match its hash is written anew.
 */
export async function openAssets(source: AssetSource): Promise<OpenedAssets> {
  // Loaded when it is first needed, so that importing the package stays fast.
  const { hashFiles, readAssetFiles } = await import('./hash-files.ts');
  if (source.kind === 'folder') {
    return { directory: source.directory, sha256: hashFiles(await readAssetFiles(source.directory, source.without)) };
  }
  const sha256 = hashFiles(source.files);
  const directory = join(dataFolder(), 'assets', sha256, source.name);
  if (!(await isIntact(directory, source.files))) await writeAssets(directory, source.files);
  return { directory, sha256 };
}

async function isIntact(directory: string, files: Readonly<Record<string, string>>): Promise<boolean> {
  try {
    const texts = await Promise.all(Object.keys(files).map((path) => readFile(join(directory, path), 'utf8')));
    return texts.every((text, index) => text === Object.values(files)[index]);
  } catch {
    return false;
  }
}

async function writeAssets(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const temporary = await mkdtemp(`${directory}.new-`);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(temporary, path)), { recursive: true });
    await writeFile(join(temporary, path), text);
  }
  try {
    await putInPlace(temporary, directory, files);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Several processes may do this at once: whoever comes later finds an intact copy, and lets it be. */
async function putInPlace(temporary: string, directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (let tries = 5; ; tries -= 1) {
    try {
      return await rename(temporary, directory);
    } catch (error) {
      if (await isIntact(directory, files)) return;
      if (tries === 0) throw error;
      await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
