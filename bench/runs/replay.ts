import type { Tuner } from '@tuner/core';
import { execFileSync } from 'node:child_process';
import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spread, type Figure } from './figures.ts';
import { startTicks } from './ticks-backend.ts';
import { appendEvents, type Mix } from './write-events.ts';

const EVENTS = 1_000_000;
const ROUNDS = 5;
const child = fileURLToPath(new URL('replay-child.ts', import.meta.url));

type Replay = Readonly<Record<'count' | 'unknown' | 'seconds' | 'cpu' | 'grown', number>>;

/** A run with a million events: how fast it is read, attached to and summed up. */
export async function measureReplay(tuner: Pick<Tuner, 'train' | 'runs'>): Promise<Figure[]> {
  const run = await startTicks(tuner, { ticks: 1, perSecond: 100 });
  await run.result;
  const file = join(run.directory, 'events.jsonl');
  const { size } = statSync(file);
  const short = await replay(run.directory, file, 'short');
  truncateSync(file, size);
  const long = await replay(run.directory, file, 'run');
  return [short, long, ...(await measureAttach(tuner, run.id))];
}

async function replay(directory: string, file: string, mix: Mix): Promise<Figure> {
  appendEvents(file, EVENTS, mix);
  const rounds = Array.from({ length: ROUNDS }, () => JSON.parse(execFileSync(
    process.execPath, ['--conditions=@tuner/source', child, directory], { encoding: 'utf8' },
  )) as Replay);
  const isWhole = rounds.every(({ count, unknown }) => count >= EVENTS && unknown === 0);
  if (!isWhole) throw new Error(`Not every event was read: ${JSON.stringify(rounds)}`);
  const of = (pick: (one: Replay) => number, digits: number) => spread(rounds.map(pick), digits);
  const grown = of((one) => one.grown / 2 ** 20, 0);
  const bytes = Math.round(statSync(file).size / EVENTS);
  return {
    what: `replay of a million events of ${bytes} bytes: wall, CPU, RSS growth`,
    value: [`${of(({ seconds }) => seconds, 2)} s`, `${of(({ cpu }) => cpu, 2)} s`, `${grown} MiB`].join(', '),
    goal: '1 s, flat',
  };
}

async function measureAttach({ runs }: Pick<Tuner, 'runs'>, id: string): Promise<Figure[]> {
  const [first, last, results] = [[], [], []] as [number[], number[], number[]];
  for (let round = 0; round < ROUNDS; round += 1) {
    first.push(await timed(async () => {
      const run = await runs.attach(id);
      await run.status();
      for await (const event of run.events()) if (event.seq === 100) break;
    }));
    last.push(await timed(async () => {
      const run = await runs.attach(id);
      for await (const event of run.events({ after: EVENTS - 100 })) if (event.seq === EVENTS) break;
    }));
    results.push(await timed(async () => (await runs.attach(id)).result));
  }
  return [
    { what: 'attach to it: open, status, first 100 events', value: `${spread(first)} ms`, goal: '200 ms' },
    { what: 'attach to it behind all but its last 100 events', value: `${spread(last)} ms` },
    { what: 'its result, with the last value of every metric', value: `${spread(results)} ms`, goal: '1000 ms' },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
