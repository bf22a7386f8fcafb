import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 2;

/** How far an attempt has come, as its files show. */
export const MOMENTS = {
  called: () => true,
  recorded: (directory, attempt) => has(directory, attempt, 'launch.json'),
  supervised: (directory, attempt) => has(directory, attempt, 'supervisor.json'),
  gated: (directory, attempt) => has(directory, attempt, 'process.json'),
  training: (directory, attempt) => hasTold(directory, attempt, '"metrics"'),
  saved: (directory, attempt) => hasTold(directory, attempt, '"action":"saved"'),
  asked: (directory, attempt) => has(directory, attempt, 'stop.json') || has(directory, attempt, 'cancel.json'),
  acknowledged: (directory, attempt) => has(directory, attempt, 'ack.json'),
  exited: (directory, attempt) => has(directory, attempt, 'exit.json'),
  concluded: (directory, attempt) => has(directory, attempt, 'result.json'),
} as const satisfies Record<string, (directory: string, attempt: number) => boolean>;

/** The name of one of {@link MOMENTS}. */
export type Moment = keyof typeof MOMENTS;

/** Waits until an attempt has come that far, or `limitMs` has passed, or it will not come any more. */
export async function untilMoment(moment: Moment, directory: string, attempt: number, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  const isThere: (directory: string, attempt: number) => boolean = MOMENTS[moment];
  while (!isThere(directory, attempt) && performance.now() < deadline) {
    if (MOMENTS.concluded(directory, attempt)) return;
    await sleep(POLL_MS);
  }
}

function hasTold(directory: string, attempt: number, words: string): boolean {
  return eventsOf(directory).split('\n').some((line) => line.includes(`"attempt":${attempt},`) && line.includes(words));
}

function has(directory: string, attempt: number, file: string): boolean {
  return existsSync(join(directory, 'attempts', String(attempt), file));
}

function eventsOf(directory: string): string {
  try {
    return readFileSync(join(directory, 'events.jsonl'), 'utf8');
  } catch {
    return '';
  }
}
