import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
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

/** What the ids of an environment begin with: the spec's name, the hash of its pins, the version of Python. */
function stemOf(spec: EnvironmentSpec, minor: string): string {
  const hash = createHash('sha256').update(pinsOf(spec).join('\n')).digest('hex').slice(0, 12);
  return `${spec.name}-${hash}-py${minor.replace('.', '')}`;
}

/** The path that the folders of an environment for a version of Python, such as `3.12`, begin with, and its lock. */
export function environmentStem(home: string, spec: EnvironmentSpec, minor: string): string {
  return join(environmentsFolder(home), stemOf(spec, minor));
}

/**
 * A folder for a new build. Each has its own: what an interrupted one left behind, or is still writing somewhere, never
 * ends up in another.
 */
export function newEnvironmentFolder(stem: string): string {
  return `${stem}-${randomBytes(3).toString('hex')}`;
}

/** Every folder of an environment, ready or not. */
export function foldersOf(home: string, spec: EnvironmentSpec, minor: string): string[] {
  const stem = stemOf(spec, minor);
  const isOne = (id: string) => id.startsWith(stem) && /^(-[0-9a-f]{6})?$/.test(id.slice(stem.length));
  return environmentIds(home).filter(isOne).map((id) => join(environmentsFolder(home), id));
}

/** What a folder of an environment is called: the spec's name, a hash, a version of Python, and one for each build. */
const ID = /^([a-z0-9][a-z0-9-]*)-[0-9a-f]{12}-py(\d)(\d+)(?:-[0-9a-f]{6})?$/;

/** What an id says; `undefined` when it is none. */
export function parseId(id: string): { readonly name: string; readonly minor: string } | undefined {
  const [, name, major, minor] = ID.exec(id) ?? [];
  return name === undefined ? undefined : { name, minor: `${major}.${minor}` };
}

/** The ids of the environments that are there, ready or not. */
export function environmentIds(home: string): string[] {
  try {
    const entries = readdirSync(environmentsFolder(home), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && ID.test(entry.name)).map(({ name }) => name).sort();
  } catch {
    return [];
  }
}

/** The interpreter inside an environment. */
export function environmentPython(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
}

/** The mark that an environment was proven: written last, removed first. */
export function readyMark(folder: string): string {
  return join(folder, 'tuner-ready.json');
}

/** Who builds an environment: written first. */
export function builderRecord(folder: string): string {
  return join(folder, 'tuner-builder.json');
}

/** Whether an environment was finished, and the Python it was made with is still there. */
export function isReady(folder: string): boolean {
  return existsSync(readyMark(folder)) && existsSync(environmentPython(folder));
}

/** Of some folders those that are ready, newest first. */
export function readyAmong(folders: readonly string[]): string[] {
  const marked = folders.filter(isReady).map((folder) => ({ folder, time: statSync(readyMark(folder)).mtimeMs }));
  return marked.sort((a, b) => b.time - a.time).map(({ folder }) => folder);
}

/** The folder of the newest ready environment for `spec`, of its best version of Python; `undefined` without one. */
export function readyEnvironment(home: string, spec: EnvironmentSpec): string | undefined {
  const newest = spec.pythonVersions.map((minor) => readyAmong(foldersOf(home, spec, minor))[0]);
  return newest.find((folder) => folder !== undefined);
}

/** The newest ready environment of the same back end and device with other packages: the last good one. */
export function lastGood(home: string, { name }: EnvironmentSpec): string | undefined {
  const ids = environmentIds(home).filter((id) => parseId(id)?.name === name);
  return readyAmong(ids.map((id) => join(environmentsFolder(home), id)))[0];
}
