import type { LabelWeights } from '../../config/config-spec.ts';
import type { LabelBalance } from '../../contract/dataset-report.ts';

/** How far good rows may outweigh bad ones: TRL's rule, which tuner_trainers/data/weights.py has, too. */
const MOST = 4 / 3;

/** By how much good rows outweigh bad ones; `undefined` when it is between 1 and 4 / 3, or one kind is missing. */
export function imbalance(good: number, bad: number, weights: LabelWeights): number | undefined {
  if (good === 0 || bad === 0) return undefined;
  const ratio = (good * weights.good) / (bad * weights.bad);
  // Rounded, so that an odd row in many is no reason to warn.
  const rounded = Math.round(ratio * 100) / 100;
  return rounded >= 1 && rounded <= Math.round(MOST * 100) / 100 ? undefined : ratio;
}

/** The weights that fit: of one kind, while the other stays at what it is. */
export function advisedWeights(good: number, bad: number, weights: LabelWeights): LabelBalance['advisedWeights'] {
  if (good === 0 || bad === 0) return null;
  const ratio = (good * weights.good) / (bad * weights.bad);
  const [least, most] = [weights.good / ratio, weights.bad * ratio];
  return { good: [least, least * MOST], bad: [most / MOST, most] };
}
