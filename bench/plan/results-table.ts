import { markdownTable } from '../../scripts/markdown-table.ts';
import { titleOf, type PlanCase } from './cases.ts';
import type { Estimated, Measured } from './measure-case.ts';

/** A case with what was estimated and what was measured. */
export interface PlanResult {
  readonly plan: PlanCase;
  readonly estimated: Estimated;
  readonly measured: Measured;
}

const CLOSE = 0.1;
const LARGE = 300e6;

/** The results as a table, and a last line that counts. */
export function resultsTable(results: readonly PlanResult[]): string {
  const rows = results.map(({ plan, estimated, measured }) => [
    titleOf(plan), (estimated.parameters / 1e6).toFixed(0), megabytes(measured.peakBytes), megabytes(estimated.addedBytes),
    `${(100 * offOf({ estimated, measured })).toFixed(1)} %`, plan.fitted ? 'fitted' : 'held out',
    measured.secondsPerMicroBatch.toFixed(2),
  ]);
  const heads = ['case', 'M parameters', 'measured, MB', 'estimated, MB', 'off', 'constants', 's a micro-batch'];
  const heldOut = results.filter(({ plan }) => !plan.fitted);
  const large = results.filter(({ measured }) => measured.peakBytes > LARGE).length;
  const last = `plan: within 10 % in ${share(results)}; of the held-out cases in ${share(heldOut)}; `
    + `${large} add more than 300 MB`;
  return `${markdownTable(heads, rows)}\n\n${last}`;
}

function share(results: readonly PlanResult[]): string {
  const close = results.filter((result) => Math.abs(offOf(result)) <= CLOSE).length;
  return `${close} of ${results.length} (${((100 * close) / Math.max(1, results.length)).toFixed(0)} %)`;
}

function offOf({ estimated, measured }: Pick<PlanResult, 'estimated' | 'measured'>): number {
  return estimated.addedBytes / measured.peakBytes - 1;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
