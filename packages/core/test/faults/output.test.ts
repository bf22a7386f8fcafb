import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/index.ts';
import { trainFixture } from '../support/fault-tuner.ts';

const MIB = 2 ** 20;
/** How long a test of a hundred megabytes may take on a machine that has much else to do, in milliseconds. */
const LARGE_MS = 120_000;

/** What a trained fixture told, without what its supervisor adds. */
async function told(fixture: string) {
  const { run, result } = await trainFixture(fixture);
  const events = await Array.fromAsync(run.events());
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  const spoken = events.filter(({ type }) => !type.startsWith('run.') && !type.startsWith('attempt.'));
  return { run, result, spoken, last: events.at(-1) };
}

const phases = (events: readonly RunEvent[]) => events.flatMap((event) => (event.type === 'phase' ? [event.name] : []));

describe.concurrent('what trainers write', () => {
  test('24 a line of 100 MB: cut and flagged, what comes behind it is read', { timeout: LARGE_MS }, async () => {
    const { run, spoken, result } = await told('writes_one_endless_line');
    expect(result.status).toBe('succeeded');
    expect(spoken).toMatchObject([{ type: 'unreadable', text: 'x'.repeat(200) }, { type: 'phase', name: 'behind' }]);
    const logs = await Array.fromAsync(run.logs());
    expect(logs.at(-1)).toBe('behind');
    expect(Math.max(...logs.map(({ length }) => length))).toBeLessThan(2 * MIB);
  });

  test('25 characters in pieces and bytes that are none: exact, and U+FFFD', async () => {
    const { run, spoken, result } = await told('writes_broken_text');
    expect(result.status).toBe('succeeded');
    expect(await Array.fromAsync(run.logs())).toEqual(['größer ☃ 🚀', 'caf\uFFFD \uFFFD']);
    expect(spoken[0]?.type).not.toBe('phase');
    expect(phases(spoken)).toEqual(['größer ☃ 🚀']);
  });

  test('26 bars that end in no line: a line each', async () => {
    const { run } = await told('draws_bars');
    const logs = await Array.fromAsync(run.logs());
    expect(logs.at(-1)).toBe('step 499/500');
    expect(Math.max(...logs.map(({ length }) => length))).toBeLessThan(20);
  });

  test('27 killed in the middle of a line: it alone is unreadable, and keeps its number', async () => {
    const { spoken, last, result } = await told('dies_in_a_line');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'KILLED' } });
    const text = expect.stringMatching(/^\{"v":1,/);
    expect(spoken).toMatchObject([{ type: 'phase', name: 'before' }, { type: 'unreadable', text }]);
    expect(last).toMatchObject({ type: 'run.ended', status: 'failed' });
  });

  test('28 garbage and what a later version may say: kept, and nothing throws', async () => {
    const { spoken, last, result } = await told('speaks_of_the_future');
    expect(result.status).toBe('succeeded');
    expect(spoken.map(({ type }) => type)).toEqual(['unreadable', ...Array(5).fill('unknown'), 'phase']);
    expect(last).toMatchObject({ type: 'run.ended', status: 'succeeded' });
  });

  test('30 a clock that jumps: the order is that of the lines', async () => {
    const { spoken, result } = await told('has_a_jumping_clock');
    expect(result.status).toBe('succeeded');
    expect(phases(spoken)).toEqual(['2026', '2027', '2025']);
  });

  test('39 a loss that is no number: failed, said, and the checkpoint before it stays', async () => {
    const { spoken, result } = await told('diverges');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'NON_FINITE' }, checkpoints: [{ step: 5 }] });
    expect(spoken).toMatchObject([
      { type: 'unreadable' },
      { type: 'metrics', values: { loss: null }, nonFinite: { loss: 'nan' } },
      { type: 'health', action: 'fail' },
    ]);
  });
});

test('23 a flood, and who reads slowly or not at all: everything is on disk, memory stays flat', {
  timeout: LARGE_MS,
}, async () => {
  const before = process.memoryUsage.rss();
  const { run, result } = await trainFixture('floods_events');
  expect(result.status).toBe('succeeded');
  let count = 0;
  let peak = 0;
  for await (const event of run.events()) {
    if (event.type === 'metrics') count += 1;
    if (count % 25_000 === 1) await sleep(20);
    if (count % 1000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  expect(count).toBe(100_000);
  expect(statSync(join(run.directory, 'events.jsonl')).size).toBeGreaterThan(10 * MIB);
  expect((peak - before) / MIB).toBeLessThan(150);
});
