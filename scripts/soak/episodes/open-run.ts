import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal, type RunStatus } from '@tuner/core';
import { checkFollower } from '../checks/seen-events.ts';
import { HostDied, type HostProcess } from '../host/host-process.ts';
import type { Lane } from '../lane.ts';
import { killNow } from '../processes.ts';
import { nameOf, type Attempt } from './attempt.ts';
import { livingAfter } from './quiet.ts';

/** How long a run may take to be concluded once somebody looks. */
const CONCLUDE_MS = 20_000;
const GONE_MS = 1000;

/** Comes back to a run, as a user would, until it has ended; gives how, `undefined` when it was never recorded. */
export async function openAndJudge(lane: Lane, one: Attempt, limitMs = CONCLUDE_MS): Promise<RunStatus | undefined> {
  await killAnOpener(lane, one);
  const host = await lane.host();
  if (!existsSync(one.directory)) return undefined;
  const where = nameOf(one);
  const said = await Promise.race([conclude(lane, host, one), sleep(limitMs, undefined, { ref: false })]);
  if (said === undefined) lane.counts.fault('lost', where, `not concluded ${limitMs / 1000} s after it was opened`);
  else if (!isTerminal(said)) lane.counts.fault('lost', where, `still ${said} after it was opened`);
  else one.told.push(said);
  const living = await livingAfter(one, GONE_MS);
  if (living.length > 0) lane.counts.fault('orphansOpened', where, JSON.stringify(living));
  // Counted: they must not be in the way of what comes next.
  for (const { pid } of living) killNow(pid);
  return said ?? 'lost';
}

async function conclude(lane: Lane, host: HostProcess, one: Attempt): Promise<RunStatus> {
  const { runId } = one;
  const where = nameOf(one);
  for (const command of [{ do: 'reconcile' }, { do: 'attach', runId }] as const) {
    const { error } = await host.call(command);
    if (error) lane.counts.fault('errors', where, `${command.do}: ${error.code} ${error.message}`);
  }
  const result = await host.call({ do: 'result', runId });
  if (result.error) lane.counts.fault('errors', where, `result: ${result.error.code} ${result.error.message}`);
  if (result.seen) await checkFollower(lane.counts, one.directory, result.seen);
  const { status } = await host.call({ do: 'status', runId });
  if (result.status && status !== result.status) one.told.push(result.status);
  return status ?? 'lost';
}

/** Sometimes who comes back is killed, too, while it or its adopter is at work. */
async function killAnOpener(lane: Lane, one: Attempt): Promise<void> {
  if (!one.plan.strike || !lane.mayKill || !existsSync(one.directory) || lane.random.next() > 0.25) return;
  const targets = lane.random.pick([['host'], ['supervisor'], ['host', 'supervisor']] as const);
  const delayMs = lane.random.below(250);
  const host = await lane.host();
  const opening = conclude(lane, host, one).catch((error: unknown) => {
    if (!(error instanceof HostDied)) throw error;
  });
  await sleep(delayMs);
  for (const target of await lane.kill(one.runId, targets)) one.killed.add(target);
  await Promise.race([opening, sleep(CONCLUDE_MS, undefined, { ref: false })]);
}
