import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentSpec } from '../contract/environment.ts';

/** Where managed environments live: `TUNER_ENVIRONMENTS`, else `<home>/environments`. */
export function environmentsFolder(home: string): string {
  return process.env['TUNER_ENVIRONMENTS'] || join(home, 'environments');
}

/** The packages that an environment pins, one a line, without comments. */
export function pinsOf({ requirements }: EnvironmentSpec): string[] {
  return requirements.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
}

/** The beginning of the folder's name: the spec's name and the hash of its pins. */
function environmentPrefix(spec: EnvironmentSpec): string {
  return `${spec.name}-${createHash('sha256').update(pinsOf(spec).join('\n')).digest('hex').slice(0, 12)}`;
}

/** The folder of an environment for a version of Python, such as `3.12`. */
export function environmentFolder(home: string, spec: EnvironmentSpec, minor: string): string {
  return join(environmentsFolder(home), `${environmentPrefix(spec)}-py${minor.replace('.', '')}`);
}

/** The interpreter inside an environment. */
export function environmentPython(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** The mark that an environment was proven: written last. */
export function readyMark(folder: string): string {
  return join(folder, 'tuner-ready.json');
}

/** Whether an environment was finished, and the Python it was made with is still there. */
export function isReady(folder: string): boolean {
  return existsSync(readyMark(folder)) && existsSync(environmentPython(folder));
}

/** The folder of a ready environment for `spec`, of its best version of Python; `undefined` when there is none. */
export function readyEnvironment(home: string, spec: EnvironmentSpec): string | undefined {
  return spec.pythonVersions.map((minor) => environmentFolder(home, spec, minor)).find(isReady);
}
