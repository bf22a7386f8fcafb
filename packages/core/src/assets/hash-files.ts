import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

const CODE = /\.(py|json|yaml|txt)$/;

/** SHA-256 over names and texts, in the order of the names: the same for a folder and for its embedded form. */
export function hashFiles(files: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) {
    const text = files[name] ?? '';
    hash.update(`${name}\n${Buffer.byteLength(text)}\n`).update(text);
  }
  return hash.digest('hex');
}

/** For development only, wherever it stands. */
const DEVELOPMENT = /(^|\/)(tests|__pycache__|node_modules|\.[^/]*)\/|^package\.json$|^requirements\/dev\./;

/**
 * The files below `directory` that travel with a package, by relative path with `/`; tests, caches and what `without`
 * names stay behind.
 */
export async function readAssetFiles(
  directory: string, without: readonly string[] = [],
): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && CODE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1).split(sep).join('/'))
    .filter((path) => !DEVELOPMENT.test(path) && !isIn(without, path));
  const texts = await Promise.all(paths.map((path) => readFile(join(directory, path), 'utf8')));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? '']));
}

function isIn(names: readonly string[], path: string): boolean {
  return names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name));
}
