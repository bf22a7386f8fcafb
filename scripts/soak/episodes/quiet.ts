import { setTimeout as sleep } from 'node:timers/promises';
import type { Lane } from '../lane.ts';
import { processesOf, type RunProcess } from '../processes.ts';
import { nameOf, type Attempt } from './attempt.ts';

const POLL_MS = 250;

/** How long everything of a run may take to end by itself. */
const QUIET_MS = 10_000;

/** Waits until nothing of a run lives; what still does after 10 s is an orphan. */
export async function untilQuiet(lane: Lane, one: Attempt): Promise<void> {
  let living = await livingAfter(one, QUIET_MS);
  // A supervisor that still is at its ladder is nobody's orphan; it must come to an end, too.
  if (living.some(({ role }) => role === 'supervisor')) living = await livingAfter(one, QUIET_MS);
  const orphans = living.filter(({ role }) => !(role === 'child' && waitsForOpener(one)));
  if (orphans.length > 0) lane.counts.fault('orphans', nameOf(one), JSON.stringify(orphans));
}

/** Where a stop has resolved nothing of the run may live. */
export async function expectNobody(lane: Lane, one: Attempt): Promise<void> {
  const living = processesOf(one.directory, one.runId);
  if (living.length > 0) lane.counts.fault('orphansStopped', nameOf(one), JSON.stringify(living));
}

/** What of a run lives after `ms`, or nothing as soon as that is so. */
export async function livingAfter({ directory, runId }: Attempt, ms: number): Promise<RunProcess[]> {
  const deadline = performance.now() + ms;
  for (;;) {
    const living = processesOf(directory, runId);
    if (living.length === 0 || performance.now() > deadline) return living;
    await sleep(POLL_MS);
  }
}

/** Nobody is left to end the children of a trainer that was killed with its supervisor: the next opener does. */
function waitsForOpener({ killed }: Attempt): boolean {
  return killed.has('supervisor');
}
