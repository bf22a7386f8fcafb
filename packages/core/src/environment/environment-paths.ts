import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentSpec } from '../contract/environment.ts';

/** Where managed environments live: `TUNER_ENVIRONMENTS`, else `<home>/environments`. */
export function environmentsFolder(home: string): string {
  return process.env['TUNER_ENVIRONMENTS'] || join(home, 'environments');
}

/** The beginning of the folder's name: the spec's name and the hash of its requirements. */
function environmentPrefix({ name, requirements }: EnvironmentSpec): string {
  return `${name}-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`;
}

/** The folder of an environment for a version of Python. */
export function environmentFolder(home: string, spec: EnvironmentSpec, version: string): string {
  return join(environmentsFolder(home), `${environmentPrefix(spec)}-py${version.replace('.', '')}`);
}

/** The interpreter inside an environment. */
export function environmentPython(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** The mark that an environment was proven: written last. */
export function readyMark(folder: string): string {
  return join(folder, 'tuner-ready.json');
}

/** The folder of a ready environment for `spec`, of its best version of Python; `undefined` when there is none. */
export async function readyEnvironment(home: string, spec: EnvironmentSpec): Promise<string | undefined> {
  const prefix = environmentPrefix(spec);
  const names = await readdir(environmentsFolder(home)).catch(() => []);
  const rank = (name: string) => spec.pythonVersions.findIndex((version) => name.endsWith(`-py${version.replace('.', '')}`));
  return names
    .filter((name) => name.startsWith(`${prefix}-py`) && rank(name) >= 0)
    .sort((a, b) => rank(a) - rank(b))
    .map((name) => join(environmentsFolder(home), name))
    .find((folder) => existsSync(readyMark(folder)) && existsSync(environmentPython(folder)));
}
