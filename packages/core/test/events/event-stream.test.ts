import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/contract/run-events.ts';
import { EventStream } from '../../src/events/event-stream.ts';

const base = { runId: 'r', attempt: 1, time: '', type: 'run.started' } as const;
const events = [1, 2, 3, 4, 5].map((seq): RunEvent => ({ seq, ...base }));

function stream(signal?: AbortSignal) {
  const state = { closed: false };
  async function* batches(): AsyncGenerator<RunEvent[], undefined> {
    try {
      for (const [from, to] of [[0, 2], [2, 2], [2, 5]] as const) yield events.slice(from, to);
    } finally {
      state.closed = true;
    }
  }
  return { events: new EventStream(batches(), signal), state };
}

test('gives the events of all batches in order, also to calls that do not wait', async () => {
  expect(await Array.fromAsync(stream().events)).toEqual(events);
  const { events: all } = stream();
  const results = await Promise.all(Array.from({ length: 7 }, () => all.next()));
  expect(results.map(({ value }) => value)).toEqual([...events, undefined, undefined]);
});
test('closes what it reads when the reader leaves, at once or between', async () => {
  const [left, never] = [stream(), stream()];
  for await (const event of left.events) if (event.seq === 1) break;
  expect(left.state.closed).toBe(true);
  expect(await left.events.next()).toEqual({ value: undefined, done: true });
  await never.events.return();
  expect(await never.events.next()).toEqual({ value: undefined, done: true });
});
test('an error of the reading reaches the reader, once', async () => {
  async function* broken(): AsyncGenerator<RunEvent[], undefined> {
    yield events.slice(0, 1);
    throw new Error('gone');
  }
  const all = new EventStream(broken());
  expect((await all.next()).value).toEqual(events[0]);
  await expect(all.next()).rejects.toThrow('gone');
  expect(await all.next()).toEqual({ value: undefined, done: true });
});
test('after an abort no event comes, though more were read', async () => {
  const abort = new AbortController();
  const { events: all } = stream(abort.signal);
  const seen = [];
  for await (const event of all) {
    seen.push(event.seq);
    abort.abort();
    if (seen.length > 2) break;
  }
  expect(seen.length).toBeLessThan(3);
});
