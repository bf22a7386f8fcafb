import { open } from 'node:fs/promises';
import type { LifeEvent, WireEvent } from '../contract/wire-events.ts';

/** What a host may write: the life of the run, and warnings. */
export type HostEvent = LifeEvent | Extract<WireEvent, { type: 'warning' }>;

/**
 * Appends a line about the run's life. One write, with a line end before and after it, so that a torn line of a killed
 * trainer cannot swallow it.
 */
export async function appendLifeEvent(file: string, event: HostEvent): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.write(`\n${JSON.stringify(event)}\n`);
  } finally {
    await handle.close();
  }
}
