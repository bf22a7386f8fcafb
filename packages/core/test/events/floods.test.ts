import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NO_PROGRESS, reduceProgress, type RunEvent } from '../../src/contract/index.ts';
import { readEvents } from '../../src/events/read-events.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MIB = 2 ** 20;
const base = { v: 1, attempt: 1, time: '2026-01-02T03:04:05.678Z' };
const line = (event: object) => `${JSON.stringify({ ...base, ...event })}\n`;
const phase = (name: string) => line({ type: 'phase', name });
const over = { runId: 'r', isOver: async () => true };

function fileOf(...parts: readonly (string | Buffer)[]): string {
  const file = join(temporaryFolder(), 'events.jsonl');
  writeFileSync(file, '');
  for (const part of parts) appendFileSync(file, part);
  return file;
}

/** Reads it all and keeps nothing; gives how many there were of each type, and the most bytes that buffers took. */
async function drain(file: string) {
  const counts: Record<string, number> = {};
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for await (const { type, seq } of readEvents(file, over)) {
    counts[type] = (counts[type] ?? 0) + 1;
    if (seq % 1000 === 0 || type === 'phase') most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  return { counts, most };
}

test('lines that are no events are each told of, and keep nothing in memory', async () => {
  const lines = 'step 12: loss 3.4, something that a library prints\n'.repeat(100_000);
  const { counts, most } = await drain(fileOf(phase('a'), lines, phase('b')));
  expect(counts).toEqual({ phase: 2, unreadable: 100_000 });
  expect(most).toBeLessThan(8 * MIB);
});

test('a line of 100 MB is one unreadable event, and what is behind it is read', async () => {
  const part = Buffer.alloc(20 * MIB, 'x');
  const { counts, most } = await drain(fileOf(phase('a'), part, part, part, part, part, '\n', phase('b')));
  expect(counts).toEqual({ phase: 2, unreadable: 1 });
  expect(most).toBeLessThan(16 * MIB);
});

test('bytes that are no UTF-8 harm no line but their own', async () => {
  const broken = Buffer.from([0xff, 0xc3, 0x28, 0x0a]);
  const text = phase('žluťoučký kůň');
  const events = await Array.fromAsync(readEvents(fileOf(text, broken, text), over));
  expect(events.map(({ seq, type }) => [seq, type])).toEqual([[1, 'phase'], [2, 'unreadable'], [3, 'phase']]);
  expect(events[2]).toMatchObject({ name: 'žluťoučký kůň' });
});

test('a progress bar is one unreadable line, also with an event behind it on the same one', async () => {
  const bar = Array.from({ length: 1000 }, (_, index) => `\r ${index}/1000 |####    |`).join('');
  const events = await Array.fromAsync(readEvents(fileOf(phase('a'), bar, '\n', phase('b'), bar, phase('lost')), over));
  expect(events.map(({ type }) => type)).toEqual(['phase', 'unreadable', 'phase', 'unreadable']);
});

test.each(['NaN', 'Infinity', '-Infinity'])('%s, as Python writes it, is unreadable and says why', async (value) => {
  const text = line({ type: 'metrics', step: 1, epoch: 0.1, values: { loss: 1 } }).replace(':1}', `:${value}}`);
  const [event] = await Array.fromAsync(readEvents(fileOf(text), over));
  expect(event).toMatchObject({ type: 'unreadable', reason: expect.stringContaining('JSON') });
});

test('types and versions of the future are each told of and change no progress', async () => {
  const future = line({ v: 2, type: 'progress', step: 7 }) + line({ type: 'telepathy' });
  const step = line({
    type: 'progress', step: 3, totalSteps: 10, epoch: 1, totalEpochs: 1, loss: 1, learningRate: 1, gradNorm: 1,
    tokens: 1, tokensPerSecond: 1, secondsPerStep: 1, etaSeconds: 7, memoryBytes: 1, peakMemoryBytes: 1,
  });
  const events = await Array.fromAsync(readEvents(fileOf(step, future.repeat(5000)), over));
  expect(events.filter(({ type }) => type === 'unknown')).toHaveLength(10_000);
  expect(events.reduce(reduceProgress, NO_PROGRESS)).toMatchObject({ step: 3, etaSeconds: 7, seq: 10_001 });
});

test('a consumer that stopped reading holds no memory while the run writes on, and misses nothing', async () => {
  const file = fileOf(phase('0'));
  let isOver = false;
  const reading = readEvents(file, { runId: 'r', follow: true, isOver: async () => isOver });
  expect((await reading.next()).value).toMatchObject({ seq: 1 });
  const before = process.memoryUsage();
  const lines = phase('x'.repeat(900)).repeat(1000);
  for (let index = 0; index < 30; index += 1) {
    appendFileSync(file, lines);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  expect(heapUsed - before.heapUsed + arrayBuffers - before.arrayBuffers).toBeLessThan(10 * MIB);
  isOver = true;
  let last: RunEvent | undefined;
  for await (const event of reading) last = event;
  expect(last?.seq).toBe(30_001);
});

test('reading on behind a number does not look into the lines before it', async () => {
  const file = fileOf('no event\n\n \t\n'.repeat(5000), Buffer.from([0xff, 0x0a]), phase('a'), '\n', phase('b'));
  const events = await Array.fromAsync(readEvents(file, { ...over, after: 5001 }));
  expect(events.map((event) => [event.seq, event.type])).toEqual([[5002, 'phase'], [5003, 'phase']]);
});
