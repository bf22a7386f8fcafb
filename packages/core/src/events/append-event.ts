import { open } from 'node:fs/promises';
import type { LifeEvent } from '../contract/wire-events.ts';

/**
 * Appends a line about the run's life. One write, with a line end before and after it, so that a torn line of a killed
 * trainer cannot swallow it.
 */
export async function appendLifeEvent(file: string, event: LifeEvent): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.write(`\n${JSON.stringify(event)}\n`);
  } finally {
    await handle.close();
  }
}
