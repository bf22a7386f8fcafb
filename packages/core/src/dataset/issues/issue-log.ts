import type { DatasetIssue, DatasetIssueCode, IssueSeverity } from '../../contract/dataset-issues.ts';
import type { IssueCount } from '../../contract/dataset-report.ts';
import { ISSUE_TEXTS } from './issue-texts.ts';

/** What is particular about one issue; what is left out comes from the table. */
export type IssueDetails = Partial<Omit<DatasetIssue, 'code' | 'file' | 'line'>> & Pick<DatasetIssue, 'message'>;

const LINES_SHOWN = 5;

interface Tally {
  severity: IssueSeverity;
  count: number;
  lines: number[];
}

/** Counts issues by code, and keeps and passes on the first ones of each: of a million bad rows a handful is shown. */
export class IssueLog {
  readonly issues: DatasetIssue[] = [];
  readonly #tallies = new Map<DatasetIssueCode, Tally>();
  readonly #limit: number;
  readonly #onIssue: ((issue: DatasetIssue) => void) | undefined;

  /** `limit`: how many of each code are kept and given to `onIssue`. */
  constructor(limit: number, onIssue?: (issue: DatasetIssue) => void) {
    this.#limit = limit;
    this.#onIssue = onIssue;
  }

  /** `describe` is called only for issues that are kept. */
  add(code: DatasetIssueCode, file: string, line: number | undefined, describe: () => IssueDetails): void {
    const tally = this.#tally(code);
    tally.count += 1;
    if (line !== undefined && tally.lines.length < LINES_SHOWN) tally.lines.push(line);
    if (tally.count > this.#limit) return;
    const issue = issueOf(code, file, line, describe());
    tally.severity = worse(tally.severity, issue.severity);
    this.issues.push(issue);
    this.#onIssue?.(issue);
  }

  /** Takes over what was set aside in another log. */
  takeOver({ issues, counts }: IssueLog): void {
    for (const [code, { severity, count, lines }] of Object.entries(counts()) as [DatasetIssueCode, IssueCount][]) {
      const tally = this.#tally(code);
      tally.severity = worse(tally.severity, severity);
      tally.count += count;
      tally.lines = [...tally.lines, ...lines].sort((a, b) => a - b).slice(0, LINES_SHOWN);
    }
    this.issues.push(...issues);
    for (const issue of issues) this.#onIssue?.(issue);
  }

  readonly counts = (): Partial<Record<DatasetIssueCode, IssueCount>> => Object.fromEntries(this.#tallies);

  #tally(code: DatasetIssueCode): Tally {
    const known = this.#tallies.get(code);
    if (known) return known;
    const tally = { severity: ISSUE_TEXTS[code].severity, count: 0, lines: [] };
    this.#tallies.set(code, tally);
    return tally;
  }
}

const ORDER: readonly IssueSeverity[] = ['info', 'warning', 'error'];

function worse(a: IssueSeverity, b: IssueSeverity): IssueSeverity {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}

function issueOf(
  code: DatasetIssueCode, file: string, line: number | undefined, details: IssueDetails,
): DatasetIssue {
  const given = Object.entries({ line, ...details }).filter(([, value]) => value !== undefined);
  return { code, file, ...ISSUE_TEXTS[code], ...Object.fromEntries(given) } as DatasetIssue;
}
