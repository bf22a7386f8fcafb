import type { Suggestion } from './suggestion.ts';

/** The format of one row, as its keys tell. `preference` (`chosen`, `rejected`) no trainer of Tuner reads as it is. */
export type RowFormat = 'messages' | 'conversations' | 'prompt-completion' | 'text' | 'preference';

/**
 * What `inspectDataset` can find. `docs/data.md` has a row for each. Those about a row that is left out have the names
 * that the trainers use for it in the `warning` event `rows_left_out`.
 */
export const DATASET_ISSUE_CODES = [
  // the file
  'NOT_JSON_LINES', 'COMPRESSED', 'BAD_COMPRESSION', 'BYTE_ORDER_MARK', 'BLANK_LINE', 'NO_ROWS', 'NO_USABLE_ROWS',
  'MIXED_FORMATS',
  // a line that is no row
  'BAD_ENCODING', 'BAD_JSON', 'LINE_TOO_LONG', 'NOT_AN_OBJECT', 'UNKNOWN_FORMAT', 'UNUSABLE_FORMAT',
  // a row that cannot be used
  'BAD_MESSAGES', 'BAD_MESSAGE', 'UNKNOWN_ROLE', 'BAD_CONTENT', 'EMPTY_CONTENT', 'UNPAIRED_SURROGATE',
  'NO_ASSISTANT_TURN', 'LAST_TURN_NOT_ASSISTANT', 'BAD_TOOL_CALL', 'BAD_TOOLS', 'LABEL_MISSING', 'LABEL_NOT_BOOLEAN',
  'NO_PROMPT',
  // a row that can be used, and should be looked at
  'SAME_ROLE_TWICE', 'ROW_TOO_LONG', 'GARBLED_TEXT', 'DUPLICATE_KEY', 'AMBIGUOUS_FORMAT', 'UNREAD_KEY', 'TEMPLATE_IN_TEXT',
  // rows beside each other
  'DUPLICATE_ROW', 'NEAR_DUPLICATE_ROW', 'CONTRADICTING_LABELS', 'IN_EVALUATION', 'PROMPT_IN_EVALUATION',
  'ONE_LABEL_ONLY', 'LABEL_WEIGHTS', 'LEFT_OUT_BY_LABEL',
] as const;

/** One of {@link DATASET_ISSUE_CODES}. */
export type DatasetIssueCode = (typeof DATASET_ISSUE_CODES)[number];

/** The codes of problems that stand in a row by themselves, whatever is around it. */
export type RowIssueCode = Extract<
  DatasetIssueCode,
  'NOT_AN_OBJECT' | 'UNKNOWN_FORMAT' | 'UNUSABLE_FORMAT' | 'BAD_MESSAGES' | 'BAD_MESSAGE' | 'UNKNOWN_ROLE'
  | 'BAD_CONTENT' | 'EMPTY_CONTENT' | 'UNPAIRED_SURROGATE' | 'NO_ASSISTANT_TURN' | 'LAST_TURN_NOT_ASSISTANT'
  | 'BAD_TOOL_CALL' | 'BAD_TOOLS' | 'LABEL_MISSING' | 'LABEL_NOT_BOOLEAN' | 'NO_PROMPT'
>;

/** `error`: the row, or the file, cannot be used. `warning`: it is trained on, with a doubt. `info`: worth knowing. */
export type IssueSeverity = 'error' | 'warning' | 'info';

/** One thing that is wrong, or worth knowing, about a data set. */
export interface DatasetIssue {
  readonly code: DatasetIssueCode;
  readonly severity: IssueSeverity;
  /** The file that it stands in. */
  readonly file: string;
  /** The line in the file, from 1, blank ones counted; absent for what is about the file. */
  readonly line?: number;
  /** The character in the line, from 1: of text that is no JSON. */
  readonly column?: number;
  /** The place in the row, such as `messages[1].content`. */
  readonly path?: string;
  /** What stands there, in short. */
  readonly found?: string;
  readonly expected?: string;
  /** All of it in one sentence. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  /** Changes of configuration that would help. */
  readonly suggestions?: readonly Suggestion[];
}
