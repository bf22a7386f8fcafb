import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventDecoder } from '../../src/events/decode-events.ts';
import { ByteReader } from '../../src/events/frequent/byte-reader.ts';
import { FrequentLines } from '../../src/events/frequent/frequent-lines.ts';
import { toRunEvent } from '../../src/events/parse-line.ts';
import { LineSplitter } from '../../src/events/split-lines.ts';

const TIME = '2026-01-02T03:04:05.678Z';
const base = { v: 1, attempt: 1, time: TIME };
const metrics = (values: object) => ({ ...base, type: 'metrics', step: 3, epoch: 0.5, values });
const evaluation = { ...base, type: 'evaluation', step: 3, epoch: 0.5, values: { eval_loss: 1.5 } };
const progress = {
  ...base, type: 'progress', step: 4, totalSteps: 10, epoch: 0.5, totalEpochs: 1, loss: 2.75, learningRate: 1e-4,
  gradNorm: 1, tokens: 100, tokensPerSecond: 50.5, secondsPerStep: 2, etaSeconds: 8, memoryBytes: 1,
  peakMemoryBytes: null,
};
const known = [metrics({ loss: 2.5, 'rewards/margins': -1 }), metrics({}), evaluation, progress];

const number = fc.oneof(fc.double(), fc.double({ min: -10, max: 10 }), fc.integer(), fc.maxSafeNat());
const spelled = fc.oneof(
  number.map((value) => (Number.isFinite(value) ? String(value) : 'NaN')),
  fc.tuple(number, fc.integer({ min: 1, max: 100 })).map(([value, digits]) => value.toPrecision(digits)),
  fc.bigInt().map(String),
  fc.stringMatching(/^-?\d{0,22}\.?\d{0,22}([eE][+-]?\d{0,4})?$/),
  fc.constantFrom('null', '-0', '0', '00', '-', '1.', '.5', '1e5', '9007199254740993', '0.1e-7', '1e400', '"1"'),
);
// A line of a run in which values, and now and then bytes, are others.
const line = fc.tuple(fc.constantFrom(...known), fc.array(spelled, { minLength: 12, maxLength: 12 }), fc.boolean())
  .map(([event, numbers, all]) => {
    let index = 0;
    const next = (match: string) => (all || index % 3 === 0 ? numbers[index++ % numbers.length]! : (index++, match));
    return JSON.stringify(event).replaceAll(/(?<=:)(?:-?[\d.e-]+|null)(?=[,}])/g, next).replace(/"v":[^,]*/, '"v":1');
  });
const damaged = fc.tuple(line, fc.nat(), fc.uint8Array({ maxLength: 3 }), fc.nat(3)).map(([text, at, put, cut]) => {
  const bytes = Buffer.from(text);
  const place = at % bytes.length;
  return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + cut)]);
});
const time = fc.date({ noInvalidDate: true })
  .map((date) => Buffer.from(JSON.stringify(known[0]).replace(TIME, date.toISOString())));
const whole = line.map((text) => Buffer.from(text));
const learned = known.map((event) => Buffer.from(JSON.stringify(event)));
const file = fc.array(fc.oneof({ weight: 4, arbitrary: whole }, damaged, time), { minLength: 1, maxLength: 30 })
  .map((lines) => Buffer.concat([...learned, ...lines].flatMap((one) => [one, Buffer.from('\n')])));

function bySchema(bytes: Buffer, after: number) {
  const lines = new LineSplitter(after);
  return [...lines.push(bytes), ...lines.flush()].map((one) => toRunEvent(one, 'r'));
}

function decoded(bytes: Buffer, after: number, size: number) {
  const decoder = new EventDecoder('r', after);
  const events = [];
  for (let at = 0; at < bytes.length; at += size) events.push(...decoder.push(bytes.subarray(at, at + size)));
  return [...events, ...decoder.flush()];
}

describe('reading lines from their bytes', () => {
  test('gives the events of parser and schema, whatever the lines hold and however they are cut', () => {
    fc.assert(fc.property(file, fc.nat(4), fc.integer({ min: 1, max: 2000 }), (bytes, after, size) => {
      expect(decoded(bytes, after, size)).toStrictEqual(bySchema(bytes, after));
    }), { numRuns: 600 });
  });
  test('reads what trainers write: nothing of it is left to the parser', () => {
    const lines = new FrequentLines('r');
    const later = { loss: 0.12345678901234568, 'rewards/margins': 1.5e-7 };
    for (const event of [metrics({ loss: 1, 'rewards/margins': null }), progress, evaluation, metrics(later)]) {
      const text = JSON.stringify(event);
      const checked = toRunEvent({ seq: 7, text, cut: false }, 'r');
      lines.learn(checked);
      expect(lines.read(Buffer.from(`${text}\n`), 0, 7), text).toStrictEqual(checked);
      expect(lines.end).toBe(Buffer.byteLength(text) + 1);
    }
  });
  test('a number is what Number makes of it, or refused', () => {
    const reader = new ByteReader();
    fc.assert(fc.property(spelled, (text) => {
      reader.begin(Buffer.from(`${text}}`), 0);
      const value = reader.measure();
      if (!reader.failed && reader.at === text.length) expect(value).toBe(JSON.parse(text));
    }), { numRuns: 20_000 });
  });
  test.each([
    '0', '-0', '2.8414709848078967', '0.00009999999999995', '9007199254740993.5', '123456789012345678', '1e-7',
  ])('reads %s', (text) => {
    const reader = new ByteReader();
    reader.begin(Buffer.from(`${text}}`), 0);
    expect(reader.measure()).toBe(Number(text));
    expect(reader.failed).toBe(false);
  });
});
