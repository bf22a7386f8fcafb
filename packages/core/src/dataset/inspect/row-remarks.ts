import type { RowFormat } from '../../contract/dataset-issues.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { RowWords } from '../words/row-words.ts';
import { templatedTurn, unreadKey } from './odd-turns.ts';
import type { IssueLog } from '../issues/issue-log.ts';

const KEYS = ['messages', 'conversations', 'prompt', 'completion', 'text'] as const;
const KEYS_READ: Readonly<Record<RowFormat, number>> = {
  messages: 1, conversations: 1, 'prompt-completion': 2, text: 1, preference: 0,
};

/** In how many rows marks of a template are looked for: where one has them, the first ones have. */
const MARKED_ROWS = 1000;

/** What is said about rows that can be used. */
export class RowRemarks {
  readonly #file: string;
  readonly #log: IssueLog;
  #rows = 0;
  #first: { readonly format: RowFormat; readonly line: number } | undefined;

  constructor(file: string, log: IssueLog) {
    this.#file = file;
    this.#log = log;
  }

  /** A format other than the first row's, and keys of a second format beside it. */
  format(row: JsonObject, format: RowFormat, line: number): void {
    const first = (this.#first ??= { format, line });
    if (first.format !== format) {
      const message = `Line ${line} is ${format}, line ${first.line} is ${first.format}.`;
      this.#log.add('MIXED_FORMATS', this.#file, line, () => ({ message, found: format, expected: first.format }));
    }
    let keys = 0;
    for (const key of KEYS) if (row[key] !== undefined && row[key] !== null) keys += 1;
    if (keys !== KEYS_READ[format]) this.#unread(row, format, line);
    this.#oddTurns(row, format, line);
  }

  /** Two turns of one role beside each other, the second at `path`. */
  repeatedRole({ path, role }: NonNullable<RowWords['repeated']>, line: number): void {
    const message = `Line ${line}: ${path} is by the same role as the turn before it (${role}).`;
    const [found, expected] = [`a second turn of the ${role}`, 'a turn of another role'];
    this.#log.add('SAME_ROLE_TWICE', this.#file, line, () => ({ path, message, found, expected }));
  }

  /** More tokens, by the estimate, than a row may have. */
  tooLong(tokens: number, limit: number, line: number): void {
    const message = `Line ${line} has about ${tokens} tokens (estimated), more than ${limit}.`;
    const [found, expected] = [`about ${tokens} tokens`, `at most ${limit}`];
    this.#log.add('ROW_TOO_LONG', this.#file, line, () => ({ message, found, expected }));
  }

  /** Words beside the turns, and marks of a template within them; rows of one file are alike in that. */
  #oddTurns(row: JsonObject, format: RowFormat, line: number): void {
    const turns = format === 'messages' || format === 'conversations' ? (row[format] as readonly JsonObject[]) : [];
    const key = unreadKey(row, turns);
    if (key !== undefined) {
      const message = `Line ${line}: ${key} is not read: rows of ${format} are trained without it.`;
      const issue = { path: key, message, found: key, expected: 'turns alone' };
      this.#log.add('UNREAD_KEY', this.#file, line, () => issue);
    }
    this.#rows += 1;
    const marked = this.#rows > MARKED_ROWS ? undefined : templatedTurn(turns);
    if (marked === undefined) return;
    const path = `${format}[${marked.at}]`;
    const message = `Line ${line}: ${path} holds ${marked.mark}, a mark that the chat template writes by itself.`;
    const issue = { path, message, found: marked.mark, expected: 'what was said alone' };
    this.#log.add('TEMPLATE_IN_TEXT', this.#file, line, () => issue);
  }

  #unread(row: JsonObject, format: RowFormat, line: number): void {
    const keys = KEYS.filter((key) => row[key] !== undefined && row[key] !== null && !format.split('-').includes(key));
    const message = `Line ${line} is read as ${format}; ${keys.join(', ')} beside it is not read.`;
    this.#log.add('AMBIGUOUS_FORMAT', this.#file, line, () => ({ path: keys[0], message }));
  }
}
