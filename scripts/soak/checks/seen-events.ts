import { createHash } from 'node:crypto';
import { openRun, type RunEvent } from '@tuner/core';
import type { Counts } from '../counts.ts';
import type { Seen } from '../host/commands.ts';

/** Reads events to their end and gives their number and hash: two followers that saw the same agree. */
export async function seenEvents(events: AsyncIterable<RunEvent>): Promise<Seen> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const event of events) {
    hash.update(JSON.stringify(event));
    count += 1;
  }
  return { count, sha256: hash.digest('hex') };
}

/** Whoever followed a run until it had ended saw what a reader finds afterwards. */
export async function checkFollower(counts: Counts, directory: string, seen: Seen): Promise<void> {
  const replayed = await seenEvents((await openRun(directory)).events({ follow: false }));
  if (replayed.sha256 === seen.sha256) return;
  const fault = seen.count < replayed.count ? 'missing' : 'doubled';
  counts.fault(fault, directory, `a follower saw ${seen.count} events, there are ${replayed.count}`);
}
