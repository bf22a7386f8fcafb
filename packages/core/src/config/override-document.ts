import { resolve } from 'node:path';
import type { ConfigOverrides } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import type { ConfigSpec, FlatNames } from './config-spec.ts';
import { isObject, mergeDocuments, valueAt, withValue } from './paths.ts';

/**
 * The overrides as one document: flat names in their places, relative paths resolved against the working directory.
 * @throws ConfigurationError `CONFIG_CONFLICT` when two of them, or one and the back end, contradict each other
 */
export function overrideDocument(spec: ConfigSpec, overrides: ConfigOverrides): JsonObject {
  let document = (overrides.settings ?? {}) as JsonObject;
  for (const [name, place] of Object.entries(spec.flat) as [keyof FlatNames, string][]) {
    const value = overrides[name];
    if (value === undefined) continue;
    const there = valueAt(document, place);
    if (there !== undefined && there !== value) throw conflict(name, value, place, there);
    document = withValue(document, place, value);
  }
  for (const key of definedKeys(spec.fixed ?? {})) {
    const there = valueAt(document, key);
    const fixed = valueAt(spec.fixed, key);
    if (there !== undefined && there !== fixed) throw conflict(`the back end's ${key}`, fixed, key, there);
  }
  return resolvePaths(document, spec, process.cwd());
}

/** Makes the relative paths of a document absolute. */
export function resolvePaths(document: JsonObject, spec: ConfigSpec, folder: string): JsonObject {
  const { pathKeys, relativeNames = [] } = spec;
  const isPath = (key: string, value: string) => value !== '' && (pathKeys.includes(key) || /^\.\.?[\\/]/.test(value));
  return [...pathKeys, ...relativeNames].reduce((resolved, key) => {
    const value = valueAt(resolved, key);
    return typeof value === 'string' && isPath(key, value) ? withValue(resolved, key, resolve(folder, value)) : resolved;
  }, document);
}

/** The keys of a document that hold a value, as dotted paths. */
export function definedKeys(document: JsonObject, path = ''): string[] {
  return Object.entries(mergeDocuments({}, document)).flatMap(([name, value]) => {
    const key = path === '' ? name : `${path}.${name}`;
    return isObject(value) ? definedKeys(value, key) : [key];
  });
}

function conflict(name: string, value: unknown, key: string, there: unknown): ConfigurationError {
  const [one, other] = [JSON.stringify(value), JSON.stringify(there)];
  return new ConfigurationError('CONFIG_CONFLICT', `${name} is ${one}, but settings.${key} is ${other}: they mean the same.`, {
    hint: 'Give one of the two.',
    details: { key, found: other, expected: one },
  });
}
