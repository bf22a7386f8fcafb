import type { RunStatus } from '@tuner/core';
import type { Target } from '../lane.ts';
import type { Plan } from './plan.ts';

/** One attempt as it goes. */
export interface Attempt {
  readonly runId: string;
  readonly directory: string;
  readonly attempt: number;
  readonly plan: Plan;
  /** The file that slows its training down. */
  readonly hold: string;
  readonly killed: Set<Target>;
  readonly told: RunStatus[];
}

/** How problems name an attempt. */
export function nameOf({ runId, attempt }: Pick<Attempt, 'runId' | 'attempt'>): string {
  return `${runId}.${attempt}`;
}
