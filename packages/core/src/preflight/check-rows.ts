import { basename } from 'node:path';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetIssue, DatasetIssueCode } from '../contract/dataset-issues.ts';
import type { DatasetReport, FileReport, IssueCount } from '../contract/dataset-report.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { JsonObject } from '../contract/json.ts';
import { inputOf } from '../dataset/inspect/input-of.ts';
import { inspectFiles } from '../dataset/inspect/inspect-files.ts';
import { withinModel } from '../dataset/inspect/model-limit.ts';
import type { PreflightFinding } from './finding.ts';

/** How much of a file is looked at, in bytes: half a second's work. What follows, the trainer judges. */
const MOST_BYTES = 64 * 1024 * 1024;

/** So many that those of the held-out rows, which are read first, leave room for the others. */
const ISSUES_PER_CODE = 1000;

/** Issues about a whole file that end a training, or that make it senseless. */
const FATAL: Readonly<Partial<Record<DatasetIssueCode, readonly [ErrorCode, PreflightFinding['weight']]>>> = {
  NOT_JSON_LINES: ['DATASET_INVALID', 'certain'], COMPRESSED: ['DATASET_INVALID', 'certain'],
  BAD_COMPRESSION: ['DATASET_INVALID', 'certain'], NO_ROWS: ['DATASET_EMPTY', 'certain'],
  NO_USABLE_ROWS: ['DATASET_EMPTY', 'certain'], ONE_LABEL_ONLY: ['DATASET_INVALID', 'likely'],
};

/** The share of the rows from which on it is worth a word: of some things a few are usual, or meant. */
const WORTH_A_WORD: Readonly<Partial<Record<DatasetIssueCode, number>>> = {
  MIXED_FORMATS: Infinity, DUPLICATE_ROW: 0.1,
};

/** What the rows of a configuration are, as far as a preflight looks. */
export interface CheckedRows {
  readonly report: DatasetReport;
  /** How much of the file was looked at, from 0 to 1. */
  readonly share: number;
  readonly findings: readonly PreflightFinding[];
}

/** Inspects the first {@link MOST_BYTES} of the rows and of the held-out rows. @throws DatasetError */
export async function checkRows(config: TrainingConfig, signal?: AbortSignal): Promise<CheckedRows> {
  const limit = { issuesPerCode: ISSUES_PER_CODE, nearThreshold: undefined, mostBytes: MOST_BYTES };
  const input = await withinModel(inputOf(config), config);
  const report = await inspectFiles(input, signal ? { ...limit, signal } : limit);
  const counts = (Object.entries(report.counts) as [DatasetIssueCode, IssueCount][])
    // Said once for all of them.
    .filter(([code]) => report.evaluation?.file !== report.file || code !== 'IN_EVALUATION');
  const told = counts.flatMap(([code, count]) => findingOf(code, count, report));
  const unusable = [report, report.evaluation].flatMap((file) => (file ? mostlyUnusable(file, report) : []));
  const share = Math.min(1, MOST_BYTES / report.bytes);
  return { report, share, findings: [...sameFile(report), ...told, ...unusable] };
}

function findingOf(code: DatasetIssueCode, count: IssueCount, report: DatasetReport): PreflightFinding[] {
  const issue = report.issues.find((found) => found.code === code);
  if (!issue || count.severity === 'info') return [];
  if (count.count < (WORTH_A_WORD[code] ?? 0) * report.rows) return [];
  const fatal = count.severity === 'error' ? FATAL[code] : undefined;
  if (!fatal) return [{ ...described(issue, count), weight: 'doubt', code: 'DATASET_INVALID' }];
  const [errorCode, weight] = fatal;
  const cause = code === 'NO_USABLE_ROWS' ? firstCause(report, issue.file) : undefined;
  return [{ ...described(issue, count, cause), weight, code: errorCode }];
}

/** Held-out rows that are the rows themselves: an evaluation says nothing then. */
function sameFile({ file, evaluation }: DatasetReport): PreflightFinding[] {
  if (evaluation?.file !== file) return [];
  return [{
    weight: 'doubt', topic: 'SAME_FILE', code: 'DATASET_INVALID', details: { file },
    message: `${basename(file)} is both the training file and the evaluation file: the evaluation says nothing.`,
    fix: 'Hold out other rows: splitDataset makes two files of one.',
  }];
}

/** Too few rows for what was meant: they are left out one by one, so that nobody else would call it an error. */
function mostlyUnusable(of: FileReport, report: DatasetReport): PreflightFinding[] {
  const { file, rows, usable, leftOutByLabel, unusable } = of;
  const cause = firstCause(report, file);
  if (usable === 0 || unusable * 2 <= rows - leftOutByLabel || !cause) return [];
  return [{
    weight: 'likely', topic: 'MOSTLY_UNUSABLE', code: 'DATASET_INVALID',
    message: `${unusable} of ${rows} rows of ${basename(file)} cannot be used. ${cause.message}`,
    fix: cause.fix, details: placeOf(cause),
  }];
}

/** The first row of a file that cannot be used, or else that rows are left out by their label. */
function firstCause({ issues }: DatasetReport, of: string): DatasetIssue | undefined {
  const own = issues.filter(({ file }) => file === of);
  const bad = own.filter(({ severity, line }) => severity === 'error' && line !== undefined);
  return bad.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))[0] ?? own.find(({ code }) => code === 'LEFT_OUT_BY_LABEL');
}

function described(issue: DatasetIssue, { count, lines }: IssueCount, cause = issue) {
  const name = basename(issue.file);
  const place = issue.message.includes(name) ? '' : `${name}: `;
  const shown = lines.length > 1 ? `: lines ${lines.join(', ')}${count > lines.length ? ', …' : ''}` : '';
  const more = count > 1 ? ` (${count} in all${shown})` : '';
  const why = cause === issue ? '' : ` ${cause.message}`;
  return {
    topic: issue.code, message: `${place}${issue.message.replace(/\.$/, '')}${more}.${why}`, fix: cause.fix,
    details: { ...placeOf(cause), count, lines: [...lines] },
    ...(issue.suggestions ? { suggestions: issue.suggestions } : {}),
  };
}

function placeOf({ code, file, line, column, path, found, expected }: DatasetIssue): JsonObject {
  const known = Object.entries({ line, column, path, found, expected }).filter(([, value]) => value !== undefined);
  return { issue: code, file, ...Object.fromEntries(known) };
}
