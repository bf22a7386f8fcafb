import type { Tuner } from '@tuner/core';
import { percentile, type Figure } from './figures.ts';
import { costOf, pidOf } from './process-cost.ts';
import { startTicks } from './ticks-backend.ts';

const RUNS = 40;

/** How long a start takes until the trainer speaks, and a stop until nothing of the run is there. */
export async function measureStartStop(tuner: Pick<Tuner, 'train'>): Promise<Figure[]> {
  const [trained, spoken, gone] = [[], [], []] as [number[], number[], number[]];
  for (let index = 0; index < RUNS; index += 1) {
    const begun = performance.now();
    const run = await startTicks(tuner, { ticks: 100_000, perSecond: 50 });
    trained.push(performance.now() - begun);
    for await (const event of run.events()) if (event.type === 'phase') break;
    spoken.push(performance.now() - begun);
    const pids = [pidOf(run.directory, 'supervisor'), pidOf(run.directory, 'process')];
    const asked = performance.now();
    const { status } = await run.stop();
    gone.push(performance.now() - asked);
    if (status !== 'stopped' || pids.some(isThere)) throw new Error(`A stop left something behind: ${status}, ${pids}`);
  }
  const of = (values: number[]) => `${percentile(values, 0.5).toFixed(0)}, ${percentile(values, 0.99).toFixed(0)} ms`;
  return [
    { what: `train() resolves, ${RUNS} runs: p50, p99`, value: of(trained) },
    { what: 'start to the trainer\'s first event: p50, p99', value: of(spoken) },
    { what: 'stop() to nothing left: p50, p99', value: of(gone), goal: 'p99 5 s' },
  ];
}

function isThere(pid: number): boolean {
  try {
    return costOf(pid).bytes > 0;
  } catch {
    return false;
  }
}
