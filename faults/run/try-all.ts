import { join } from 'node:path';
import { fakeExecutor } from '@tuner/core/testing';
import { managedPython } from '../support/python.ts';
import type { Fault, Trial } from '../trial.ts';
import { judge, type Judgement } from './judge.ts';
import type { Said } from './said.ts';
import { tryTrial } from './try-trial.ts';

/** Where and how trials are tried. */
export interface RunOptions {
  /** An empty folder; each trial gets one below it. */
  readonly folder: string;
  /** How many are trained at once. */
  readonly lanes?: number;
  onTried?(trial: Trial, said: readonly Said[]): void;
}

/** A fault, and what became of it. */
export interface TriedFault {
  readonly fault: Fault;
  readonly judgement: Judgement;
}

/** A good training, and what was said of it all the same. */
export interface TriedGood {
  readonly trial: Trial;
  readonly alarms: readonly Said[];
}

/**
 * Tries faults. What must be said before a training needs none: it is played, and trained in earnest only when nothing
 * was said. `isPlayedOnly` leaves that out.
 */
export async function tryFaults(faults: readonly Fault[], options: RunOptions, isPlayedOnly = false): Promise<TriedFault[]> {
  const tried = new Map<Fault, Judgement>();
  const early = faults.filter(({ expected: { by = 'before start' } }) => by === 'before start');
  await inLanes(early, isPlayedOnly ? 6 : (options.lanes ?? 2), async (fault, index) => {
    const folder = join(options.folder, `before-${index}`);
    const said = fault.isReal ? await tryTrial(fault, { folder }) : await playTrial(fault, folder);
    tried.set(fault, judge(said, fault.expected));
    options.onTried?.(fault, said);
  });
  const open = isPlayedOnly ? [] : faults.filter((fault) => !tried.get(fault)?.isCaught);
  await inLanes(open, options.lanes ?? 2, async (fault, index) => {
    const isEnough = (said: readonly Said[]) => judge(said, fault.expected).isCaught;
    const said = await trainTrial(fault, join(options.folder, `trained-${index}`), isEnough);
    tried.set(fault, judge(said, fault.expected));
    options.onTried?.(fault, said);
  });
  return faults.map((fault) => ({ fault, judgement: tried.get(fault) ?? { isCaught: false } }));
}

/** Trains what nothing is wrong with, or plays it; gives whatever was said against it. */
export async function tryGood(trials: readonly Trial[], options: RunOptions, isPlayedOnly = false): Promise<TriedGood[]> {
  const tried = new Map<Trial, readonly Said[]>();
  await inLanes(trials, options.lanes ?? 2, async (trial, index) => {
    const said = await (isPlayedOnly ? playTrial : trainTrial)(trial, join(options.folder, `good-${index}`));
    tried.set(trial, said.filter(({ isAlarm }) => isAlarm));
    options.onTried?.(trial, said);
  });
  return trials.map((trial) => ({ trial, alarms: tried.get(trial) ?? [] }));
}

/** Up to the training, which is played. */
function playTrial(trial: Trial, folder: string): Promise<Said[]> {
  return tryTrial(trial, { folder, executor: fakeExecutor(async () => ({ outcome: 'finished', step: 1 })) });
}

async function trainTrial(trial: Trial, folder: string, isEnough?: (said: readonly Said[]) => boolean): Promise<Said[]> {
  const options = { pythonPath: await managedPython(trial.on), ...trial.options };
  return tryTrial({ ...trial, options }, { folder, ...(isEnough ? { isEnough } : {}) });
}

/** Works through items, so many at once. */
async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T, index: number) => Promise<void>): Promise<void> {
  const queue = [...items.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
