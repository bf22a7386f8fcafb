import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder of pytest and ruff, for PYTHONPATH; installed once, beside the managed environment and not into it.
 * Throws an Error whose message is for people.
 */
export function devTools(python: string, root: string): string {
  const requirements = join(root, 'Trainers', 'requirements', 'dev.txt');
  const hash = createHash('sha256').update(readFileSync(requirements)).update(python).digest('hex').slice(0, 12);
  const folder = join(root, '.cache', `python-dev-${hash}`);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.${process.pid}`;
  const args = ['-I', '-m', 'pip', 'install', '--quiet', '--no-deps', '--target', temporary, '-r', requirements];
  const { status, stderr } = spawnSync(python, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`pip could not install pytest and ruff:\n${stderr.trim()}`);
  try {
    renameSync(temporary, folder);
  } catch (error) {
    // Another process was first.
    rmSync(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
