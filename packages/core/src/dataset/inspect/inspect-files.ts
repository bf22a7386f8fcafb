import { resolve } from 'node:path';
import type { DatasetIssue } from '../../contract/dataset-issues.ts';
import type { DatasetReport, FileReport } from '../../contract/dataset-report.ts';
import type { PartialReadOptions } from '../files/for-each-line.ts';
import { FileInspection, type FileContext } from './file-inspection.ts';
import { HeldOutRows } from './compare/held-out-rows.ts';
import type { InspectInput } from './inspect-input.ts';
import { IssueLog } from '../issues/issue-log.ts';
import { readInto } from './read-file.ts';
import { tellTotals } from './tell-totals.ts';

/** How files are inspected, with nothing left out. */
export interface InspectSettings extends PartialReadOptions {
  readonly onIssue?: (issue: DatasetIssue) => void;
  readonly issuesPerCode: number;
  readonly nearThreshold: number | undefined;
}

/** A file that was read to its end. */
interface Inspected {
  readonly inspection: FileInspection;
  readonly source: Awaited<ReturnType<typeof readInto>>;
}

/** Inspects a file of rows, and before it the one of its held-out rows, which are then looked for among them. */
export async function inspectFiles(input: InspectInput, settings: InspectSettings): Promise<DatasetReport> {
  const { evaluationFile } = input;
  const log = new IssueLog(settings.issuesPerCode, settings.onIssue);
  const heldOut = new HeldOutRows(log);
  const read = async (path: string, onRow: FileContext['onRow']): Promise<Inspected> => {
    const { issuesPerCode, nearThreshold } = settings;
    const inspection = new FileInspection({ file: resolve(path), input, log, issuesPerCode, nearThreshold, onRow });
    return { inspection, source: await readInto(inspection, settings) };
  };
  const evaluation = evaluationFile === undefined
    ? undefined
    : await read(evaluationFile, (words, line) => heldOut.keep(words, line));
  const file = resolve(input.file);
  const train = await read(file, (words, line) => evaluation && heldOut.compare(words, file, line));
  const method = methodOf(input, train.inspection);
  const finish = (part: Inspected) => finished(part, method, input, log);
  const report = finish(train);
  return {
    ...report, method,
    evaluation: evaluation ? finish(evaluation) : null,
    leakage: evaluation ? heldOut.leakage() : null,
    // Read last: what is finished adds issues.
    issues: log.issues, counts: log.counts(),
    ok: Object.values(log.counts()).every(({ severity }) => severity !== 'error'),
  };
}

/** By the rule of `decideObjective`. */
function methodOf({ method = 'auto' }: InspectInput, { seen }: FileInspection): 'sft' | 'kto' {
  if (method !== 'auto') return method;
  return seen.good && seen.bad ? 'kto' : 'sft';
}

function finished(
  { inspection, source }: Inspected, method: 'sft' | 'kto', input: InspectInput, log: IssueLog,
): FileReport {
  if (method === 'kto' && inspection.ktoLog !== log) log.takeOver(inspection.ktoLog);
  const report = inspection.report(source, method);
  tellTotals(report, method, input, log);
  return report;
}
