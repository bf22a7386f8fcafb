import type { DatasetIssueCode, IssueSeverity } from '../../contract/dataset-issues.ts';

interface IssueText {
  readonly severity: IssueSeverity;
  /** What to do, where nothing better is known of the case. */
  readonly fix: string;
}

const error = (fix: string): IssueText => ({ severity: 'error', fix });
const warning = (fix: string): IssueText => ({ severity: 'warning', fix });
const info = (fix: string): IssueText => ({ severity: 'info', fix });

const TURNS = 'Write turns as {"role": "user", "content": "..."}, one or more of them.';
const TOOLS = 'Write calls as {"type": "function", "function": {"name": "...", "arguments": {...}}}.';

/** How bad each issue is, and what to do about it. */
export const ISSUE_TEXTS: Readonly<Record<DatasetIssueCode, IssueText>> = {
  NOT_JSON_LINES: error('Write one JSON object a line, in UTF-8.'),
  COMPRESSED: info('Nothing: it is unpacked while it is read; MLX\'s trainers unpack gzip alone.'),
  BAD_COMPRESSION: error('The file was cut off or damaged: fetch or pack it again.'),
  BYTE_ORDER_MARK: info('Nothing: the mark is skipped. Other tools may stumble; save as UTF-8 without one.'),
  BLANK_LINE: info('Nothing: blank lines are skipped.'),
  NO_ROWS: error('Write one JSON object a line.'),
  NO_USABLE_ROWS: error('The other issues say what is wrong with the rows.'),
  MIXED_FORMATS: warning('Bring all rows into one format with convertDataset, unless the mixture is meant.'),
  BAD_ENCODING: error('Save the file as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 FILE > rows.jsonl.'),
  BAD_JSON: error('Write one JSON object a line, with JSON.stringify or json.dumps.'),
  LINE_TOO_LONG: error('Write one row a line; a line is 64 MiB at most.'),
  NOT_AN_OBJECT: error('Write an object with messages, conversations, prompt and completion, or text.'),
  UNKNOWN_FORMAT: error('Write messages, conversations, prompt and completion, or text; convertDataset knows more.'),
  UNUSABLE_FORMAT: error('Make labelled rows of the pairs: convertDataset(file, output, { to: "kto" }).'),
  BAD_MESSAGES: error(TURNS),
  BAD_MESSAGE: error(TURNS),
  UNKNOWN_ROLE: error('Use system, user, assistant or tool.'),
  BAD_CONTENT: error('Write content as text, or as a list of parts of type text.'),
  EMPTY_CONTENT: error('Write what is said there, or leave the row out.'),
  UNPAIRED_SURROGATE: error('Text was cut within an emoji: cut between characters, or remove the half.'),
  NO_ASSISTANT_TURN: error('Add the answer that is to be learned as a last turn of the assistant.'),
  LAST_TURN_NOT_ASSISTANT: error('Remove what follows the last answer, or add the answer to it.'),
  BAD_TOOL_CALL: error(TOOLS),
  BAD_TOOLS: error('Write tools as a list of objects: {"type": "function", "function": {"name": "..."}}.'),
  LABEL_MISSING: error('Add "label": true for a good answer, false for a bad one; or train with SFT.'),
  LABEL_NOT_BOOLEAN: error('Write true or false, without quotes.'),
  NO_PROMPT: error('Write prompt and completion, or messages; text has no part that is judged.'),
  SAME_ROLE_TWICE: warning('Join the two turns: many chat templates refuse two of one role in a row.'),
  ROW_TOO_LONG: warning('Shorten the row, allow longer ones, or say what becomes of them with too_long.'),
  GARBLED_TEXT: warning('Write the rows again from their source, read as UTF-8; or repair them (Python: ftfy).'),
  DUPLICATE_KEY: warning('Keep one: only the last is read.'),
  AMBIGUOUS_FORMAT: info('Nothing, if it is meant: the other keys are not read.'),
  UNREAD_KEY: warning('Write it as turns (a first turn of the system), or remove what is not meant to be learned.'),
  TEMPLATE_IN_TEXT: warning('Write what was said alone: the chat template adds its marks, and would add them twice.'),
  DUPLICATE_ROW: warning('Remove repetitions, unless rows are meant to count several times.'),
  NEAR_DUPLICATE_ROW: info('Look at the two: rows that differ in little teach little.'),
  CONTRADICTING_LABELS: warning('Decide for one label: the two rows cancel each other out.'),
  IN_EVALUATION: warning('Take the row out of one of the files: an evaluation of what was trained on says nothing.'),
  PROMPT_IN_EVALUATION: info('Hold out other prompts, where the evaluation is to tell how new ones are answered.'),
  ONE_LABEL_ONLY: error('Add rows of the other kind, or train with SFT: KTO learns from the difference.'),
  LABEL_WEIGHTS: warning('Set one of the weights as advised.'),
  LEFT_OUT_BY_LABEL: info('Nothing, if it is meant: filter_desirable: false would train on them, too.'),
};
