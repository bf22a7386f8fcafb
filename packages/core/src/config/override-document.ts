import { resolve } from 'node:path';
import type { ConfigOverrides } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import type { ConfigSpec, FlatNames } from './config-spec.ts';
import { nearestName } from './nearest-name.ts';
import { isObject, mergeDocuments, valueAt, withValue } from './paths.ts';

/** Overrides in the shape of the document. */
export interface OverrideDocument {
  /** Flat names in their places, relative paths resolved against the working directory. */
  readonly document: JsonObject;
  /** Each key that is overridden, and what the program called it, such as `overrides.epochs`. */
  readonly names: ReadonlyMap<string, string>;
}

/**
 * Reads overrides.
 * @throws ConfigurationError `CONFIG_INVALID` for a name that does not exist, `CONFIG_CONFLICT` when a flat name and
 * its place in `settings` contradict each other
 */
export function overrideDocument(spec: ConfigSpec, overrides: ConfigOverrides): OverrideDocument {
  let document = (overrides.settings ?? {}) as JsonObject;
  const names = new Map(definedKeys(document).map((key) => [key, `overrides.settings.${key}`]));
  for (const [name, place] of Object.entries(spec.flat) as [keyof FlatNames, string][]) {
    const value = overrides[name];
    if (value === undefined) continue;
    const there = valueAt(document, place);
    if (there !== undefined && there !== value) throw conflict(name, value, place, there);
    document = withValue(document, place, value);
    names.set(place, `overrides.${name}`);
  }
  return { document: resolvePaths(document, spec, process.cwd()), names };
}

/** Makes the relative paths of a document absolute. */
export function resolvePaths(document: JsonObject, spec: ConfigSpec, folder: string): JsonObject {
  const { pathKeys, relativeNames = [] } = spec;
  const isPath = (key: string, value: string) =>
    value !== '' && (pathKeys.includes(key) || /^\.\.?[\\/]/.test(value));
  return [...pathKeys, ...relativeNames].reduce((resolved, key) => {
    const value = valueAt(resolved, key);
    if (typeof value !== 'string' || !isPath(key, value)) return resolved;
    return withValue(resolved, key, resolve(folder, value));
  }, document);
}

/** The keys of a document that hold a value, as dotted paths. */
export function definedKeys(document: JsonObject, path = ''): string[] {
  return Object.entries(mergeDocuments({}, document)).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    return isObject(value) ? definedKeys(value, key) : [key];
  });
}

/** Checks that overrides are some. @throws ConfigurationError `CONFIG_INVALID` for a name that does not exist */
export function assertOverrides({ flat }: ConfigSpec, overrides: ConfigOverrides): void {
  if (!isObject(overrides)) throw notOverrides('overrides', 'Pass an object, such as { epochs: 2 }.');
  const known = [...Object.keys(flat), 'configPath', 'settings'];
  const unknown = Object.keys(overrides).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, known);
    const message = `overrides.${unknown} is not a known override. There is: ${known.join(', ')}.`;
    throw new ConfigurationError('CONFIG_INVALID', message, {
      hint: nearest === undefined ? 'Keys of the document belong into overrides.settings.' : `Did you mean ${nearest}?`,
      details: { override: `overrides.${unknown}`, known, ...(nearest === undefined ? {} : { nearest }) },
    });
  }
  const { configPath, settings } = overrides;
  if (configPath !== undefined && (typeof configPath !== 'string' || configPath === '')) {
    throw new ConfigurationError('CONFIG_INVALID', 'overrides.configPath is not the path of a file.', {
      hint: 'Pass the path of a YAML file, or leave it out.',
      details: { override: 'overrides.configPath' },
    });
  }
  if (settings === undefined || isObject(settings)) return;
  throw notOverrides('overrides.settings', 'Pass sections and their keys, such as { training: { max_steps: 10 } }.');
}

function notOverrides(override: string, hint: string): ConfigurationError {
  return new ConfigurationError('CONFIG_INVALID', `${override} is not an object.`, { hint, details: { override } });
}

function conflict(name: string, value: unknown, key: string, there: unknown): ConfigurationError {
  const [one, other] = [JSON.stringify(value), JSON.stringify(there)];
  const message = `overrides.${name} is ${one}, but overrides.settings.${key} is ${other}: they mean the same.`;
  return new ConfigurationError('CONFIG_CONFLICT', message, {
    hint: 'Give one of the two.',
    details: { key, override: `overrides.${name}`, found: other, expected: one },
  });
}
