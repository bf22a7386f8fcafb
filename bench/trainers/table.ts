import { markdownTable } from '../../scripts/markdown-table.ts';
import type { Figures } from './figures.ts';
import type { Results } from './run-case.ts';
import type { Case } from './suite.ts';

type Column = readonly [title: string, read: (figures: Figures) => number, digits: number];
const COLUMNS: readonly Column[] = [
  ['tokens/s', ({ tokensPerSecond }) => tokensPerSecond, 0],
  ['tokens/s of a processor', ({ tokensPerCpuSecond }) => tokensPerCpuSecond, 0],
  ['first step, s', ({ firstStep }) => firstStep, 1],
  ['of it on the processors, s', ({ firstStepCpu }) => firstStepCpu, 1],
  ['whole, s', ({ wall }) => wall, 1],
  ['peak, MB', ({ peakBytes }) => peakBytes / 1e6, 0],
  ['held-out loss', ({ loss }) => loss, 4],
  ['MFU', ({ utilization }) => utilization, 3],
];

/** Prints a case: median (least to most) of each figure, and how each of ours compares with the stock one. */
export function printCase({ title, count }: Case, results: Results): void {
  const all = [...results.values()].flat();
  const columns = COLUMNS.filter(([, read]) => all.some((figures) => Number.isFinite(read(figures))));
  const line = (name: string, values: (read: Column[1]) => readonly number[], digits?: number) =>
    [name, ...columns.map(([, read, own]) => spread(values(read), digits ?? own))];
  const [base, stock] = [...results].find(([name]) => name.startsWith('stock')) ?? [...results][0] ?? ['', []];
  const rows = [...results].map(([name, figures]) => line(name, (read) => figures.map(read)));
  const ratios = [...results].filter(([, figures]) => figures !== stock).map(([name, figures]) =>
    line(`${name} / ${base}`, (read) => figures.map((one, round) => read(one) / read(stock[round] ?? one)), 3));
  console.log(`\n### ${title}: ${count} rows, ${stock.length} rounds; median (least to most)\n`);
  console.log(markdownTable(['', ...columns.map(([column]) => column)], [...rows, ...ratios]));
}

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN).toFixed(digits);
  return `${at(0.5)} (${at(0)} to ${at(1)})`;
}
