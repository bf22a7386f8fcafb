import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lifeEventSchema, RUN_EVENT_TYPES, wireEventSchema, type RunEvent } from '../../src/contract/index.ts';
import { readEvents } from '../../src/events/read-events.ts';

interface Expected {
  readonly seq: number;
  readonly type: string;
  readonly schema: 'wire-event' | 'life-event' | null;
  readonly about: string;
}

const corpus = fileURLToPath(new URL('../../../../protocol/corpus/', import.meta.url));
const expected = JSON.parse(readFileSync(`${corpus}events.expected.json`, 'utf8')) as Expected[];
const lines = readFileSync(`${corpus}events.jsonl`, 'utf8').split('\n').filter((line) => line !== '');
const events: RunEvent[] = [];
for await (const event of readEvents(`${corpus}events.jsonl`, { runId: 'golden', isOver: async () => true })) events.push(event);

test('every non-blank line becomes one event, in order', () => {
  expect(events.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
});

test.each(expected)('$seq: $about', ({ seq, type }) => {
  expect(events[seq - 1]).toMatchObject({ seq, runId: 'golden', type });
});

test.each(expected.filter(({ type }) => type !== 'unreadable'))('$seq fits exactly the schema it should', ({ seq, schema }) => {
  const value: unknown = JSON.parse(lines[seq - 1] ?? '');
  const schemas = { 'wire-event': wireEventSchema, 'life-event': lifeEventSchema };
  const fits = Object.entries(schemas).filter(([, { safeParse }]) => safeParse(value).success).map(([name]) => name);
  expect(fits).toEqual(schema === null ? [] : [schema]);
});

test('the corpus has every type of event', () => {
  expect([...new Set(expected.map(({ type }) => type))].sort()).toEqual([...RUN_EVENT_TYPES].sort());
});
