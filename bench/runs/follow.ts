import type { Tuner } from '@tuner/core';
import { costOf, ownCpu, pidOf } from './process-cost.ts';
import { percentile, type Figure } from './figures.ts';
import { startTicks } from './ticks-backend.ts';

const SECONDS = 20;
const PER_SECOND = 100;
const now = () => performance.timeOrigin + performance.now();

/** How long after it was told an event is there, and what supervisor and follower cost meanwhile. */
export async function measureFollowing(tuner: Pick<Tuner, 'train'>): Promise<Figure[]> {
  const run = await startTicks(tuner, { ticks: SECONDS * PER_SECOND, perSecond: PER_SECOND });
  const delays: number[] = [];
  let [begun, cpu, own, bytes] = [0, 0, 0, 0];
  const supervisor = pidOf(run.directory, 'supervisor');
  for await (const event of run.events()) {
    if (event.type !== 'phase' || event.name !== 'tick') continue;
    delays.push(now() - Number(event.details?.['told']));
    if (delays.length === PER_SECOND) [begun, cpu, own] = [now(), costOf(supervisor).cpu, ownCpu()];
    if (delays.length < SECONDS * PER_SECOND) continue;
    const seconds = (now() - begun) / 1000;
    ({ bytes } = costOf(supervisor));
    [cpu, own] = [(costOf(supervisor).cpu - cpu) / seconds, (ownCpu() - own) / seconds];
  }
  await run.result;
  const [p50, p99, most] = [0.5, 0.99, 1].map((part) => percentile(delays, part).toFixed(1));
  const at = `${PER_SECOND} events/s for ${SECONDS} s`;
  return [
    { what: `event told, event there, ${at}: p50, p99, most`, value: `${p50}, ${p99}, ${most} ms`, goal: 'p99 50 ms' },
    { what: 'supervisor meanwhile', value: `${core(cpu)}, ${(bytes / 2 ** 20).toFixed(1)} MiB` },
    { what: 'a host that follows meanwhile', value: core(own) },
  ];
}

function core(share: number): string {
  return `${(100 * share).toFixed(2)} % of a core`;
}
