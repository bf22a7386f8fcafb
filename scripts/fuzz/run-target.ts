import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTunerError } from '@tuner/core';
import * as fc from 'fast-check';
import type { FuzzTarget } from './fuzz-target.ts';

/** How long a target is given inputs, or how many; and from where chance begins. */
export interface FuzzOptions {
  readonly seed: number;
  readonly runs?: number;
  readonly milliseconds?: number;
}

/** No reader takes longer over an input of a few kilobytes, however slow the machine. */
const DEADLINE_MS = 20_000;

/** Gives a target inputs until one makes it crash or hang. Gives how many there were, and what failed. */
export async function runTarget(
  { input, read }: FuzzTarget, { seed, runs = Infinity, milliseconds }: FuzzOptions,
): Promise<{ readonly tried: number; readonly failure?: string }> {
  let tried = 0;
  const property = fc.asyncProperty(input, async (value) => {
    tried += 1;
    const folder = mkdtempSync(join(tmpdir(), 'tuner-fuzz-'));
    try {
      await withinDeadline(read(value, folder));
    } catch (error) {
      if (!isTunerError(error)) throw error;
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  });
  const limits = milliseconds === undefined ? {} : { interruptAfterTimeLimit: milliseconds };
  const details = await fc.check(property, { seed, numRuns: Math.min(runs, 1e6), ...limits });
  const isFailure = details.failed && !details.interrupted;
  return isFailure ? { tried, failure: await fc.asyncDefaultReportMessage(details) ?? 'It failed.' } : { tried };
}

async function withinDeadline(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${DEADLINE_MS} ms.`)), DEADLINE_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
