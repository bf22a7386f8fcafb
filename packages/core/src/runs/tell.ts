import type { EventContent } from '../contract/wire-events.ts';
import { WIRE_VERSION } from '../contract/versions.ts';
import { appendLifeEvent, type HostEvent } from '../events/append-event.ts';
import { runPaths } from './run-paths.ts';

/** Appends what the host says of an attempt to the run's events. */
export function tell(directory: string, attempt: number, news: EventContent<HostEvent>): Promise<void> {
  const event = { v: WIRE_VERSION, attempt, time: new Date().toISOString(), ...news };
  return appendLifeEvent(runPaths(directory).events, event as HostEvent);
}
