import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/contract/json.ts';
import { wireEventSchema } from '../../src/contract/wire-events.ts';
import { readFrequent } from '../../src/events/frequent/read-frequent.ts';

const base = { v: 1, attempt: 2, time: '2026-01-02T03:04:05.678Z' };
const metrics = { ...base, type: 'metrics', step: 3, epoch: 0.5, values: { loss: 2.5, 'rewards/margins': null } };
const progress = {
  ...base, type: 'progress', step: 4, totalSteps: 10, epoch: 0.5, totalEpochs: 1, loss: 2, learningRate: 1e-4,
  gradNorm: 1, tokens: 100, tokensPerSecond: 50, secondsPerStep: 2, etaSeconds: 8, memoryBytes: 1, peakMemoryBytes: 2,
};
const events = { metrics, evaluation: { ...metrics, type: 'evaluation' }, progress };

// What a program may get wrong in a field.
const WRONG: readonly JsonValue[] = [
  null, true, '', '1', 'NaN', -1, 0, 1, 1.5, 1e300, 2 ** 53, Number.MAX_SAFE_INTEGER, [], {}, [1], { loss: '1' },
  { loss: 1 }, { loss: [1] }, '2026-01-02T03:04:05Z', '2026-01-02T03:04:60.000Z', '2026-02-30T03:04:05.678Z',
  '2026-01-02T03:04:5.678Z', '2026-01-02T03:04:05.678+01:00', '2026-01-02T24:04:05.678Z', ' 2026-01-02T03:04:05.678Z',
  'metrics', 'progress', 'hello',
];

/** What the schema makes of a line, in the form of a public event. */
function bySchema(line: JsonObject): object | undefined {
  const { success, data } = wireEventSchema.safeParse(line);
  if (!success) return undefined;
  const { v: _, ...event } = data;
  return { seq: 9, runId: 'r', ...event };
}

describe.each(Object.entries(events))('%s', (type, event) => {
  test('is read without the schema, with the same result', () => {
    expect(readFrequent(event, 9, 'r')).toEqual(bySchema(event));
    expect(readFrequent({ ...event, later: { of: 'a newer version' } }, 9, 'r')).toEqual(bySchema(event));
  });
  test.each(Object.keys(event))('what it accepts with another %s is what the schema accepts', (key) => {
    const lines = WRONG.map((value): JsonObject => ({ ...event, [key]: value }));
    const { [key]: _, ...without } = event as JsonObject;
    for (const line of [...lines, without]) {
      const found = readFrequent(line, 9, 'r');
      if (found) expect(found, JSON.stringify(line)).toEqual(bySchema(line));
      // Types that are told by hand leave nothing to the schema that it would accept, but times of another form.
      else if (line['type'] === type && key !== 'time') expect(bySchema(line), JSON.stringify(line)).toBeUndefined();
    }
  });
});

test('a number that was not finite is left to the schema', () => {
  expect(readFrequent({ ...metrics, values: { loss: null }, nonFinite: { loss: 'nan' } }, 9, 'r')).toBeUndefined();
});
test('a value that the schema drops is left to it', () => {
  const line = JSON.parse(JSON.stringify(metrics).replace('"loss"', '"__proto__"')) as JsonObject;
  expect(readFrequent(line, 9, 'r')).toBeUndefined();
});
