import type { DatasetIssue } from '../contract/dataset-issues.ts';
import type { DatasetReport } from '../contract/dataset-report.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetReadOptions } from './files/for-each-line.ts';
import { badOption } from './bad-option.ts';
import { inputOf } from './inspect/input-of.ts';
import type { InspectInput } from './inspect/inspect-input.ts';

/** How to inspect a data set. */
export interface InspectOptions extends DatasetReadOptions {
  /** Called for each issue of the report as soon as it is found. */
  readonly onIssue?: (issue: DatasetIssue) => void;
  /** How many issues of each code are described; all are counted. 20 by default. */
  readonly issuesPerCode?: number;
  /** Also looks for rows that share most of their phrases; `threshold` is the share, 0.8 by default. Takes twice as long. */
  readonly nearDuplicates?: boolean | { readonly threshold: number };
}

/**
 * Looks at every row of a data set, without Python: what the trainers would leave out and why, what is worth a look,
 * and how labels, roles and lengths are spread. Reads JSON Lines of any size, plain or packed with gzip or zstd, in one
 * pass and at most 600 MB of memory (900 MB with near duplicates).
 *
 * @param input - a configuration, or a file with what it has to serve. The maximum length is the configuration's, or the
 * number of its model's positions where that is lower and the model lies in a folder.
 * @throws DatasetError `DATASET_NOT_FOUND`, `DATASET_NOT_SET`, `DATASET_INVALID` for an option, or when the
 * disk cannot be read, `ABORTED`. What is wrong with rows is never thrown: it stands in the report.
 */
export async function inspectDataset<S>(
  input: TrainingConfig<S> | InspectInput, options: InspectOptions = {},
): Promise<DatasetReport> {
  const { nearDuplicates = false, issuesPerCode = 20, ...rest } = options;
  const of = inputOf(input);
  const near = typeof nearDuplicates === 'object' ? nearDuplicates.threshold : 0.8;
  checkOptions(of, issuesPerCode, near);
  // Loaded when it is first needed, so that importing the package stays fast.
  const [{ inspectFiles }, { withinModel }] = await Promise.all([
    import('./inspect/inspect-files.ts'), import('./inspect/model-limit.ts'),
  ]);
  return inspectFiles(await withinModel(of, input), { ...rest, issuesPerCode, nearThreshold: nearDuplicates === false ? undefined : near });
}

function checkOptions(input: InspectInput, issuesPerCode: number, near: number): void {
  const { file, method = 'auto', maxTokens = 1 } = input;
  const bad = (name: string, found: unknown, expected: string) => badOption('inspectDataset', name, found, expected);
  if (typeof file !== 'string' || file === '') throw bad('file', file, 'the path of a file');
  if (!['sft', 'kto', 'auto'].includes(method)) throw bad('method', method, 'sft, kto or auto');
  if (!(maxTokens > 0)) throw bad('maxTokens', maxTokens, 'a number above 0');
  if (!(issuesPerCode >= 1)) throw bad('issuesPerCode', issuesPerCode, 'a number from 1');
  if (!(near > 0 && near <= 1)) throw bad('nearDuplicates.threshold', near, 'a number above 0 and up to 1');
}
