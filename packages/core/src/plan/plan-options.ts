import { amount, signal, type OptionRules } from '../options/rules.ts';

/** How to plan. */
export interface PlanOptions {
  /** Ends the look at the rows: the promise rejects with `ABORTED`. */
  readonly signal?: AbortSignal;
  /** The memory to plan for, in bytes, such as that of another machine; by default that of this machine's device. */
  readonly memoryBytes?: number;
}

/** What `plan` takes. */
export const PLAN_OPTIONS: OptionRules<PlanOptions> = { signal, memoryBytes: amount('bytes', 1) };
