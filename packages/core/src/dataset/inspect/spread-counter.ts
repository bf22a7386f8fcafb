import type { Spread } from '../../contract/dataset-report.ts';

/** Steps in each power of two: a value is told to 1 / 64. */
const STEPS = 64;

/** Counts numbers in steps that grow with them: quantiles of any number of rows in a few kilobytes. */
export class SpreadCounter {
  #count = 0;
  #total = 0;
  #min = Infinity;
  #max = 0;
  // Values below 64 have a step each; above, 64 steps to each power of two, up to 2^46.
  readonly #steps = new Float64Array(STEPS * 42);

  /** Counts a whole number, not below 0. */
  add(value: number): void {
    this.#count += 1;
    this.#total += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    const step = stepOf(value);
    this.#steps[step] = (this.#steps[step] ?? 0) + 1;
  }

  /** All zeros when nothing was counted. */
  spread(): Spread {
    if (this.#count === 0) return { total: 0, mean: 0, min: 0, p50: 0, p95: 0, max: 0 };
    return {
      total: this.#total, mean: this.#total / this.#count, min: this.#min,
      p50: this.#quantile(0.5), p95: this.#quantile(0.95), max: this.#max,
    };
  }

  /** The value that this share of all is not above (nearest rank), within its step. */
  #quantile(share: number): number {
    const rank = Math.ceil(this.#count * share);
    let seen = 0;
    let step = 0;
    while (step < this.#steps.length - 1) {
      seen += this.#steps[step] ?? 0;
      if (seen >= rank) break;
      step += 1;
    }
    return Math.max(this.#min, Math.min(this.#max, middleOf(step)));
  }
}

function stepOf(value: number): number {
  if (value < STEPS) return value;
  const power = 31 - Math.clz32(Math.min(value, 2 ** 31 - 1));
  return (power - 5) * STEPS + (Math.floor(value / 2 ** (power - 6)) - STEPS);
}

function middleOf(step: number): number {
  if (step < STEPS) return step;
  const power = Math.floor(step / STEPS) + 5;
  return Math.floor(2 ** (power - 6) * (STEPS + (step % STEPS) + 0.5));
}
