import { markdownTable } from '../../scripts/markdown-table.ts';
import type { Figures, Results } from './run-case.ts';
import type { Case } from './suite.ts';

const COLUMNS: readonly (readonly [string, (figures: Figures) => number, number])[] = [
  ['tokens/s', ({ tokensPerSecond }) => tokensPerSecond, 0],
  ['first step, s', ({ firstStep }) => firstStep, 1],
  ['whole, s', ({ wall }) => wall, 1],
  ['on the processors, s', ({ cpu }) => cpu, 1],
  ['peak, MB', ({ peakBytes }) => peakBytes / 1e6, 0],
  ['held-out loss', ({ loss }) => loss, 4],
];

/** Prints a case: median (least to most) of each figure, and how ours compares with the second contestant. */
export function printCase({ title, count }: Case, results: Results): void {
  const rounds = [...results.values()][0]?.length ?? 0;
  const rows = [...results].map(([name, all]) =>
    [name, ...COLUMNS.map(([, read, digits]) => spread(all.map(read), digits))]);
  console.log(`\n### ${title}: ${count} rows, ${rounds} rounds; median (least to most)\n`);
  console.log(markdownTable(['', ...COLUMNS.map(([column]) => column)], [...rows, ratios(results)]));
}

function ratios(results: Results): string[] {
  const [ours = [], other = []] = [...results.values()];
  return ['ours / stock', ...COLUMNS.map(([, read]) =>
    spread(ours.map((figures, round) => read(figures) / read(other[round] ?? figures)), 3))];
}

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN).toFixed(digits);
  return `${at(0.5)} (${at(0)} to ${at(1)})`;
}
