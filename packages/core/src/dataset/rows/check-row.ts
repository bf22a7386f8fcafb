import type { JsonObject } from '../../contract/json.ts';
import type { RowFormat } from '../../contract/dataset-issues.ts';
import { checkTools } from './check-tools.ts';
import { checkTurns, type TurnForm } from './check-turns.ts';
import { checkWhole } from './check-whole.ts';
import type { AddProblem } from './row-problem.ts';
import { isBlank } from './text-rules.ts';

// The rule of a row: tuner_trainers/data reads by the same one. protocol/corpus/dataset-rows.json holds both to it.

const NOT_EMPTY = 'text that is not empty';
const THUMB = 'true (good answer) or false (bad answer)';

/** The format of a row, by its keys, in the order in which the trainers look; `undefined` when it is none they know. */
export function formatOf(row: JsonObject): RowFormat | undefined {
  if (has(row, 'messages')) return 'messages';
  if (has(row, 'conversations')) return 'conversations';
  if (has(row, 'chosen') && has(row, 'rejected') && !has(row, 'completion')) return 'preference';
  if (has(row, 'prompt') || has(row, 'completion')) return 'prompt-completion';
  return has(row, 'text') ? 'text' : undefined;
}

/** Checks the parts of a row that is in `format`: its words, tools, and a label where there is one. */
export function checkRow(row: JsonObject, format: RowFormat, form: TurnForm, add: AddProblem): void {
  if (format === 'messages') checkTurns(row['messages'], 'messages', form, true, add);
  else if (format === 'conversations') {
    checkTurns(row['conversations'], 'conversations', form === 'any' ? 'any' : 'from', true, add);
  } else if (format === 'prompt-completion') checkPair(row, form, add);
  else if (format === 'text') checkText(row['text'], add);
  if (row['tools'] !== undefined) checkTools(row['tools'], add);
  const { label } = row;
  if (label !== undefined && label !== null && typeof label !== 'boolean') {
    add('LABEL_NOT_BOOLEAN', 'label', label, THUMB);
  }
}

/** Checks what KTO needs beyond {@link checkRow}. */
export function checkForKto(row: JsonObject, format: RowFormat, add: AddProblem): void {
  if (row['label'] === undefined || row['label'] === null) add('LABEL_MISSING', 'label', undefined, THUMB);
  if (format === 'text') add('NO_PROMPT', 'text', row['text'], 'a prompt and an answer: text has no such parts');
}

function has(row: JsonObject, key: string): boolean {
  return row[key] !== undefined && row[key] !== null;
}

function checkText(text: unknown, add: AddProblem): void {
  if (typeof text !== 'string') return add('EMPTY_CONTENT', 'text', text, 'text');
  if (isBlank(text)) add('EMPTY_CONTENT', 'text', text, NOT_EMPTY);
  checkWhole(text, 'text', add);
}

/** Both as text, or one of them or both as turns: text beside turns becomes a turn, and may not be blank. */
function checkPair(row: JsonObject, form: TurnForm, add: AddProblem): void {
  const { prompt, completion } = row;
  const hasTurns = Array.isArray(prompt) || Array.isArray(completion);
  checkPart(prompt, 'prompt', hasTurns, form, add);
  checkPart(completion, 'completion', hasTurns, form, add);
}

function checkPart(part: unknown, name: string, hasTurns: boolean, form: TurnForm, add: AddProblem): void {
  if (Array.isArray(part)) return checkTurns(part, name, form, name === 'completion', add);
  if (part === undefined || part === null) return add('EMPTY_CONTENT', name, part, 'text or a list of messages');
  if (typeof part !== 'string') return add('BAD_CONTENT', name, part, 'text or a list of messages');
  if (hasTurns ? isBlank(part) : part === '') add('EMPTY_CONTENT', name, part, NOT_EMPTY);
  checkWhole(part, name, add);
}
