/** One row of the table. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly goal?: string;
}

/** The value that the share `part` of all is not above. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Median, with the smallest and the largest. */
export function spread(values: readonly number[], digits = 0): string {
  const [low, middle, high] = [0, 0.5, 1].map((part) => percentile(values, part).toFixed(digits));
  return `${middle} (${low} to ${high})`;
}
