import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder of packages for PYTHONPATH, `<root>/.cache/<name>-<hash>`: installed once, beside an environment and not
 * into it. `requirements` is the text of a requirements file that needs no resolving.
 * Throws an Error whose message is for people.
 */
export function packagesBeside(python: string, root: string, name: string, requirements: string): string {
  const hash = createHash('sha256').update(requirements).update(python).digest('hex').slice(0, 12);
  const folder = join(root, '.cache', `${name}-${hash}`);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(dirname(folder), { recursive: true });
  writeFileSync(`${temporary}.txt`, requirements);
  const args = ['-I', '-m', 'pip', 'install', '--quiet', '--no-deps', '--target', temporary, '-r', `${temporary}.txt`];
  const { status, stderr } = spawnSync(python, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  rmSync(`${temporary}.txt`);
  if (status !== 0) throw new Error(`pip could not install ${name}:\n${stderr.trim()}`);
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another process was first.
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
