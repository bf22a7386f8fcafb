import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { load } from './loading.ts';

interface Section {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
}
const path = resolve(import.meta.dirname, '../../..', 'Trainers/tuner_trainers/schemas/config-mac-mlx.schema.json');
const { properties, required } = JSON.parse(readFileSync(path, 'utf8')) as {
  readonly properties: Readonly<Record<string, Section>>; readonly required: readonly string[];
};

test('every key is described', () => {
  const keys = Object.entries(properties).flatMap(([section, { properties: keysOf }]) =>
    Object.entries(keysOf).map(([key, { description }]) => [`${section}.${key}`, description]));
  expect(keys.length).toBeGreaterThan(60);
  expect(keys.filter(([, description]) => !description)).toEqual([]);
});

test('a resolved document has every key that the schema requires', async () => {
  const settings = (await load()).settings as unknown as Record<string, object>;
  expect(Object.keys(settings).sort()).toEqual([...required].sort());
  for (const name of required) {
    const needed = [...(properties[name]?.required ?? [])];
    expect(Object.keys(settings[name] ?? {})).toEqual(expect.arrayContaining(needed));
  }
});
