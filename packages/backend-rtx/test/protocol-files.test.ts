import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { protocolFiles } from '../../../scripts/protocol-files.ts';
import { load } from './loading.ts';

const root = resolve(import.meta.dirname, '../../..');

test.each(Object.entries(protocolFiles()))('%s is what the zod schemas say (npm run protocol)', (file, text) => {
  expect(readFileSync(join(root, file), 'utf8')).toBe(text);
});

test.each(['sft', 'kto'] as const)('every key of %s is described, down to its sections', (method) => {
  const schema = JSON.parse(readFileSync(join(root, `Trainers/tuner_trainers/schemas/config-rtx-${method}.schema.json`), 'utf8'));
  const sections = Object.entries<{ properties?: Record<string, { description?: string }> }>(schema.properties);
  const keys = sections.flatMap(([name, { properties }]) => (properties
    ? Object.entries(properties).map(([key, value]) => [`${name}.${key}`, value.description])
    : [[name, schema.properties[name].description]]));
  expect(keys.length).toBeGreaterThan(50);
  expect(keys.filter(([, description]) => !description)).toEqual([]);
});

test.each(['sft', 'kto'] as const)('a resolved %s document has every key that the schema requires', async (method) => {
  const schema = JSON.parse(protocolFiles()[`Trainers/tuner_trainers/schemas/config-rtx-${method}.schema.json`] ?? '');
  const settings = (await load(method)).settings as unknown as Record<string, object>;
  expect(Object.keys(settings).sort()).toEqual([...schema.required].sort());
  for (const name of schema.required as string[]) {
    const required: string[] = schema.properties[name].required ?? [];
    expect(Object.keys(settings[name] ?? {})).toEqual(expect.arrayContaining(required));
  }
});
