import type { DatasetIssueCode } from '../../contract/dataset-issues.ts';
import type { FileReport } from '../../contract/dataset-report.ts';
import type { JsonObject } from '../../contract/json.ts';
import { withValue } from '../../config/paths.ts';
import type { Suggestion } from '../../contract/suggestion.ts';
import type { InspectInput } from './inspect-input.ts';
import type { IssueLog } from '../issues/issue-log.ts';
import { imbalance } from './label-weights.ts';

/** Adds the issues that only the whole of a file shows. */
export function tellTotals(report: FileReport, method: 'sft' | 'kto', input: InspectInput, log: IssueLog): void {
  const { file, rows, usable, leftOutByLabel, labels: { good, bad } } = report;
  const tell = (code: DatasetIssueCode, message: string, found?: string, expected?: string) =>
    log.add(code, file, undefined, () => ({ message, found, expected }));
  if (leftOutByLabel > 0) {
    tell('LEFT_OUT_BY_LABEL', `${leftOutByLabel} of ${rows} rows have label false and are left out.`);
  }
  const isNoRows = log.issues.some((issue) => issue.file === file && issue.code === 'NOT_JSON_LINES');
  if (rows === 0 && !isNoRows) tell('NO_ROWS', `${file} holds no rows.`, 'no rows', 'one JSON object a line');
  if (rows > 0 && usable === 0) {
    const message = `None of the ${rows} rows of ${file} can be used for ${method}.`;
    tell('NO_USABLE_ROWS', message, 'no usable row', `rows that ${method} can use`);
  }
  if (method === 'sft' || usable === 0) return;
  if (good > 0 && bad > 0) tellWeights(report, input, log);
  else {
    const message = `Every label of ${file} is ${good > 0}: KTO has nothing to compare.`;
    tell('ONE_LABEL_ONLY', message, `label ${good > 0} in ${good + bad} rows`, 'rows with label true and rows with false');
  }
}

function tellWeights({ file, labels }: FileReport, input: InspectInput, log: IssueLog): void {
  const { weights = { good: 1, bad: 1 } } = input;
  const { good, bad, advisedWeights } = labels;
  const ratio = imbalance(good, bad, weights);
  if (ratio === undefined || advisedWeights === null) return;
  const [name, other] = weights.keys ?? ['the weight of good rows', 'that of bad ones'];
  const expected = `${name} of ${span(advisedWeights.good)}, or ${other} of ${span(advisedWeights.bad)}`;
  log.add('LABEL_WEIGHTS', file, undefined, () => ({
    message: `${good} good rows and ${bad} bad ones weigh ${ratio.toFixed(2)} : 1, best is 1 to 1.33 : 1.`,
    found: `${ratio.toFixed(2)} : 1`, expected, fix: `Set ${expected}.`,
    suggestions: weights.keys && [
      suggestion(weights.keys[0], advisedWeights.good[0]), suggestion(weights.keys[1], advisedWeights.bad[1]),
    ],
  }));
}

function suggestion(key: string, weight: number): Suggestion {
  const settings: JsonObject = withValue({}, key, Number(weight.toPrecision(3)));
  return { reason: 'Good and bad rows then weigh the same.', overrides: { settings } };
}

function span([least, most]: readonly [number, number]): string {
  return `${Number(least.toPrecision(3))} to ${Number(most.toPrecision(3))}`;
}
