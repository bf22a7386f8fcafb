import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { packagesBeside } from './packages-beside.ts';

/**
 * What PYTHONPATH needs for the tests of the trainers with the packages of an environment: pytest and ruff. With
 * `versions` also the packages of the second set that are not those of the first, before the environment's own.
 * Throws an Error whose message is for people.
 */
export function pythonTools(python: string, root: string, versions: 'first' | 'second'): string {
  const read = (name: string) => readFileSync(join(root, 'Trainers', 'requirements', `${name}.txt`), 'utf8');
  const tools = packagesBeside(python, root, 'python-dev', read('dev'));
  if (versions === 'first') return tools;
  return [packagesBeside(python, root, 'python-second', secondSet(read('cpu'), read('cpu-unsloth'))), tools].join(delimiter);
}

/** The lines of the second set's requirements that name a package, or a version of it, which the first has not. */
export function secondSet(first: string, second: string): string {
  const pin = (line: string) => line.split(';')[0]?.trim();
  const known = new Set(first.split('\n').map(pin));
  return second.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !known.has(pin(line))).join('\n');
}
