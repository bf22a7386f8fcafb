import { createHash } from 'node:crypto';
import type { RunEvent } from '@tuner/core';
import type { Seen } from '../host/commands.ts';

/** Reads events to their end, or the first `limit`, and gives their number and hash: two followers that saw the same agree. */
export async function seenEvents(events: AsyncIterable<RunEvent>, limit = Infinity): Promise<Seen> {
  const hash = createHash('sha256');
  let count = 0;
  if (limit === 0) return { count, sha256: hash.digest('hex') };
  for await (const event of events) {
    hash.update(JSON.stringify(event));
    count += 1;
    if (count >= limit) break;
  }
  return { count, sha256: hash.digest('hex') };
}
