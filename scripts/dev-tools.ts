import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of pytest and ruff, for PYTHONPATH; installed once, beside the managed environment and not into it. */
export function devTools(python: string, root: string): string {
  const requirements = join(root, 'Trainers', 'requirements', 'dev.txt');
  const hash = createHash('sha256').update(readFileSync(requirements)).update(python).digest('hex').slice(0, 12);
  const folder = join(root, '.cache', `python-dev-${hash}`);
  if (existsSync(folder)) return folder;
  const temporary = `${folder}.new`;
  rmSync(temporary, { recursive: true, force: true });
  const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--target', temporary, '-r', requirements];
  const { status } = spawnSync(python, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`pip could not install ${requirements}: see the lines above.`);
  renameSync(temporary, folder);
  return folder;
}
