import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import type { RunEvent } from '../../src/contract/run-events.ts';
import { appendLifeEvent } from '../../src/events/append-event.ts';
import { readEvents, type ReadEventsOptions } from '../../src/events/read-events.ts';
import { eventsOf, prepareFixture, start } from '../support/fixture-run.ts';
import { temporaryFolder } from '../support/temporary.ts';

const TIME = '2026-01-02T03:04:05.678Z';
const phase = (name: string) => JSON.stringify({ v: 1, attempt: 1, time: TIME, type: 'phase', name });
const newFile = () => join(temporaryFolder(), 'events.jsonl');
const nameOf = (event: RunEvent) => (event.type === 'phase' ? event.name : event.type);
const names = (events: readonly RunEvent[]) => events.map(nameOf);

/** A run whose end the test decides. */
function fakeRun(text?: string) {
  const file = newFile();
  if (text !== undefined) writeFileSync(file, text);
  let isOver = false;
  return {
    file,
    append: (more: string) => appendFileSync(file, more),
    end: () => { isOver = true; },
    read: (options: Partial<ReadEventsOptions> = {}) =>
      readEvents(file, { runId: 'r', isOver: async () => isOver, ...options }),
  };
}

describe.concurrent('reading what is there', () => {
  test('gives every line once, in order, and goes on behind a seq', async ({ expect }) => {
    const run = fakeRun(['a', 'b', 'c'].map((name) => `\n${phase(name)}\n`).join(''));
    run.end();
    const events = await Array.fromAsync(run.read());
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(names(events)).toEqual(['a', 'b', 'c']);
    expect(await Array.fromAsync(run.read({ after: 1 }))).toEqual(events.slice(1));
    expect(await Array.fromAsync(run.read({ after: 3 }))).toEqual([]);
  });
  test('a torn line keeps its number and hides nothing behind it', async ({ expect }) => {
    const run = fakeRun(`${phase('a')}\n${phase('torn').slice(0, 30)}\n${phase('b')}\n\n${phase('c')}\n`);
    run.end();
    const events = await Array.fromAsync(run.read());
    expect(names(events)).toEqual(['a', 'unreadable', 'b', 'c']);
    expect(events.at(-1)?.seq).toBe(4);
  });
  test('a last line without its end is withheld while the run lives, and unreadable afterwards', async ({ expect }) => {
    const run = fakeRun(`${phase('a')}\n{"v":1,"attempt"`);
    expect(names(await Array.fromAsync(run.read()))).toEqual(['a']);
    run.end();
    expect(names(await Array.fromAsync(run.read()))).toEqual(['a', 'unreadable']);
    expect(names(await Array.fromAsync(run.read({ follow: true })))).toEqual(['a', 'unreadable']);
  });
  test('no file is no events', async ({ expect }) => {
    const run = fakeRun();
    expect(await Array.fromAsync(run.read())).toEqual([]);
  });
  test('a flood in one line does not hurt', async ({ expect }) => {
    const run = fakeRun(`${phase('a')}\n${'x'.repeat(20_000_000)}\n${phase('b')}\n`);
    run.end();
    expect(names(await Array.fromAsync(run.read()))).toEqual(['a', 'unreadable', 'b']);
  });
});

describe.concurrent('following', () => {
  test('waits for the file, gives what comes, completes lines, and ends with the run', async ({ expect }) => {
    const run = fakeRun();
    const seen: string[] = [];
    const steps: Record<string, () => void> = {
      a: () => {
        run.append(phase('b').slice(0, 20));
        setTimeout(() => run.append(`${phase('b').slice(20)}\n`), 30);
      },
      b: () => { run.append(`\n${phase('c')}\n`); run.end(); },
    };
    setTimeout(() => run.append(`${phase('a')}\n`), 20);
    for await (const event of run.read({ follow: true })) {
      seen.push(...names([event]));
      steps[seen.at(-1) ?? '']?.();
    }
    expect(seen).toEqual(['a', 'b', 'c']);
  });
  test('drains what was written before the end', async ({ expect }) => {
    const run = fakeRun(`${phase('a')}\n`);
    const isOver = async () => {
      run.append(`${phase('last')}\n`);
      return true;
    };
    expect(names(await Array.fromAsync(readEvents(run.file, { runId: 'r', follow: true, isOver })))[1]).toBe('last');
  });
  test('abort ends it quietly, waiting or reading', async ({ expect }) => {
    const waiting = new AbortController();
    const run = fakeRun(`${phase('a')}\n${phase('b')}\n${phase('c')}\n`);
    setTimeout(() => waiting.abort(), 50);
    expect(names(await Array.fromAsync(run.read({ follow: true, signal: waiting.signal })))).toEqual(['a', 'b', 'c']);
    const reading = new AbortController();
    const seen: RunEvent[] = [];
    for await (const event of run.read({ follow: true, signal: reading.signal })) {
      seen.push(event);
      if (seen.length === 2) reading.abort();
    }
    expect(names(seen)).toEqual(['a', 'b']);
    expect(await Array.fromAsync(run.read({ signal: AbortSignal.abort() }))).toEqual([]);
  });
  test('does not ask whether the run is over for every event', async ({ expect }) => {
    const run = fakeRun();
    let asked = 0;
    let isOver = false;
    const options = { runId: 'r', follow: true, isOver: async () => (asked++, isOver) };
    const reading = Array.fromAsync(readEvents(run.file, options));
    for (let index = 0; index < 300; index++) {
      run.append(`${phase(String(index))}\n`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    isOver = true;
    expect(await reading).toHaveLength(300);
    expect(asked).toBeLessThan(100);
  });
  test('many readers of a run of another process see the same', async ({ expect }) => {
    const run = prepareFixture('emits_many_events');
    const { ended } = await start(run);
    let isOver = false;
    void ended.then(() => { isOver = true; });
    const options = { runId: 'a-run', follow: true, isOver: async () => isOver };
    const readers = Array.from({ length: 20 }, () => Array.fromAsync(readEvents(run.run.events, options)));
    const all = await Promise.all(readers);
    const expected = await eventsOf(run);
    const steps = names(expected).filter((name) => name.startsWith('step-'));
    expect(steps).toEqual(Array.from({ length: 200 }, (_, index) => `step-${index}`));
    for (const events of all) expect(events).toEqual(expected);
  });
});

test('an appended event survives a torn line before it', async ({ expect }) => {
  const file = newFile();
  writeFileSync(file, '{"v":1,"att');
  await appendLifeEvent(file, { v: 1, attempt: 1, time: TIME, type: 'run.ended', status: 'lost' });
  const events = await Array.fromAsync(readEvents(file, { runId: 'r', isOver: async () => true }));
  expect(events.map(({ seq, type }) => [seq, type])).toEqual([[1, 'unreadable'], [2, 'run.ended']]);
});
