import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { PublishedPackage } from './packages.ts';
import { mustRun } from './run-command.ts';

/** A packed package: what a registry would get. */
export interface Tarball {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly unpackedBytes: number;
  /** Text by path inside the package. */
  readonly files: Readonly<Record<string, string>>;
}

/** Packs a built package into `folder`, as `pnpm publish` would, and reads what is in it. */
export async function packPackage(
  { name, folder: source }: PublishedPackage, root: string, folder: string,
): Promise<Tarball> {
  const flags = ['pack', '--json', '--pack-destination', folder];
  const packed = await mustRun('pnpm', flags, { cwd: join(root, 'packages', source) });
  const { filename: path } = JSON.parse(packed) as { filename: string };
  const opened = join(folder, source);
  await mkdir(opened);
  await mustRun('tar', ['-xzf', path, '-C', opened]);
  const files = await readTexts(join(opened, 'package'));
  const unpackedBytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { name, path, bytes: (await stat(path)).size, unpackedBytes, files };
}

async function readTexts(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(paths.map(async (path) =>
    [path.slice(folder.length + 1).split(sep).join('/'), await readFile(path, 'utf8')] as const));
  return Object.fromEntries(texts);
}
