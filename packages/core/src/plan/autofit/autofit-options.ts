import type { TrainingConfig } from '../../contract/config.ts';
import type { Suggestion } from '../../contract/suggestion.ts';
import { flag, someOf, type OptionRules } from '../../options/rules.ts';
import { PROBE_OPTIONS, type ProbeOptions } from '../probe/step-probe.ts';
import type { TrainingPlan } from '../training-plan.ts';

/**
 * What changes what is learned, by name: `pairs` the micro-batches whose rows KTO compares with each other, `optimizer`
 * its moments in 8 bits, `quantization` the frozen weights in 4 bits, `rank` the adapter's, `length` the longest row,
 * `adapter` LoRA instead of all weights.
 */
export const RESULT_CHANGES = ['pairs', 'optimizer', 'quantization', 'rank', 'length', 'adapter'] as const;

/** One of {@link RESULT_CHANGES}. */
export type ResultChange = (typeof RESULT_CHANGES)[number];

/** How to fit a configuration. */
export interface AutofitOptions extends ProbeOptions {
  /**
   * What may be changed although it changes the result; nothing by default. Tried in this order, and only where nothing
   * else fits. Rows per optimizer step and epochs never change.
   */
  readonly allow?: readonly ResultChange[];
  /** Measures a step of what was chosen, and goes on with less when that does not fit; `false` by default. */
  readonly probe?: boolean;
}

/** What `autofit` takes. */
export const AUTOFIT_OPTIONS: OptionRules<AutofitOptions> = {
  ...PROBE_OPTIONS, allow: someOf(RESULT_CHANGES), probe: flag,
};

/** A configuration that was fitted. */
export interface Autofit<S> {
  readonly config: TrainingConfig<S>;
  /** What was changed and why; empty where the configuration was the fastest already. */
  readonly changes: readonly Suggestion[];
  /** The plan of `config`: measured where that was asked for. `fits` is false where nothing that is allowed fits. */
  readonly plan: TrainingPlan;
}
