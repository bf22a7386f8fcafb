import type { JsonObject, JsonValue } from '../contract/json.ts';

/** The value at a dotted path; `undefined` when there is none. */
export function valueAt(document: unknown, path: string): JsonValue | undefined {
  if (path === '') return document as JsonValue | undefined;
  let value = document as JsonValue | undefined;
  for (const key of path.split('.')) value = holds(value, key) ? (value as JsonObject)[key] : undefined;
  return value;
}

function holds(value: JsonValue | undefined, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

/** A copy of `document` with `value` at a dotted path. */
export function withValue(document: JsonObject, path: string, value: JsonValue | undefined): JsonObject {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...document, [head]: value };
  const inner = document[head];
  return { ...document, [head]: withValue(isObject(inner) ? inner : {}, rest.join('.'), value) };
}

/** `base` with the values of `over`: objects key by key, anything else as a whole; `undefined` is ignored. */
export function mergeDocuments(base: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const before = merged.get(key);
    merged.set(key, isObject(value) ? mergeDocuments(isObject(before) ? before : {}, value) : value);
  }
  // Not by assignment: a key named __proto__ stays a key, and is refused as unknown.
  return Object.fromEntries(merged);
}

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Freezes a value and everything in it. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
