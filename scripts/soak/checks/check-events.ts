import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AckRecord, RunEvent } from '@tuner/core';
import { openRun } from '@tuner/core';
import type { Counts } from '../counts.ts';

/** Judges the events of a run in which `kills` processes were killed: each once, none missing, none made up. */
export async function checkEvents(counts: Counts, directory: string, attempts: number, kills: number): Promise<void> {
  const events = await Array.fromAsync((await openRun(directory)).events({ follow: false }));
  const where = directory.split('/').at(-1) ?? '';
  const say = (fault: 'missing' | 'doubled', what: string) => counts.fault(fault, where, what);
  expectCount(say, 'run.created', events.filter(({ type }) => type === 'run.created').length, 1);
  const torn = events.filter(({ type }) => type === 'unreadable').length;
  // A line may be torn by the death of who writes it, and by nothing else.
  if (torn > kills) say('missing', `${torn} unreadable lines after ${kills} kills`);
  for (const unknown of events.filter(({ type }) => type === 'unknown')) say('missing', JSON.stringify(unknown));
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const own = events.filter((event) => event.attempt === attempt);
    checkAttempt(say, join(directory, 'attempts', String(attempt)), own, torn);
  }
}

type Say = (fault: 'missing' | 'doubled', what: string) => void;

function checkAttempt(say: Say, folder: string, events: readonly RunEvent[], torn: number): void {
  const count = (type: RunEvent['type']) => events.filter((event) => event.type === type).length;
  const name = `of attempt ${folder.split('/').at(-1)}`;
  const steps = events.flatMap((event) => (event.type === 'metrics' ? [event.step] : []));
  checkSteps(say, name, steps, torn);
  expectCount(say, `run.ended ${name}`, count('run.ended'), existsSync(join(folder, 'result.json')) ? 1 : 0);
  const starts = count('attempt.started');
  if (steps.length > 0 || starts > 1) expectCount(say, `attempt.started ${name}`, starts, 1);
  if (count('attempt.ended') > 1) say('doubled', `attempt.ended ${name}`);
  const { step } = ackIn(folder);
  const last = steps.at(-1);
  if (step !== undefined && last !== undefined && last !== step) say('missing', `steps ${last} to ${step} ${name}`);
}

function checkSteps(say: Say, name: string, steps: readonly number[], torn: number): void {
  steps.slice(1).forEach((step, index) => {
    const gap = step - steps[index]! - 1;
    if (gap < 0) say('doubled', `step ${step} ${name}`);
    if (gap > torn) say('missing', `${gap} steps before ${step} ${name}`);
  });
}

function expectCount(say: Say, what: string, count: number, expected: number): void {
  if (count > expected) say('doubled', `${count} ${what}`);
  if (count < expected) say('missing', what);
}

function ackIn(folder: string): Partial<AckRecord> {
  const path = join(folder, 'ack.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as AckRecord) : {};
}
