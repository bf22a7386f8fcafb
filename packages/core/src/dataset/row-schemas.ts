import * as z from 'zod';
import type { DatasetFormat } from './row-types.ts';
import {
  answeredMessages, answeredTurns, fitsOrText, isBlank, isObject, isWhole, messages, WHOLE,
} from './turn-schemas.ts';

type RowSchema = z.ZodType<Record<string, unknown>>;

const thumb = z.boolean({ error: 'true (good answer) or false (bad answer)' });
const label = thumb.nullish();

const isTools = (value: unknown): boolean => value == null || (Array.isArray(value) && value.every(isObject));
const tools = z.custom((value) => fitsOrText(value, isTools), 'a list of objects, one for each tool').optional();

/** Keys of other formats, which the trainers would read instead. */
function without(keys: readonly string[], format: string): Record<string, z.ZodType> {
  return Object.fromEntries(keys.map((key) => [key, z.null({ error: `no ${key} beside ${format}` }).optional()]));
}

const NOT_EMPTY = 'text that is not empty';
const text = (expected: string, isEmpty: (text: string) => boolean) =>
  z.string({ error: expected }).refine((found) => !isEmpty(found), NOT_EMPTY).refine(isWhole, WHOLE);

const ofMessages = z.looseObject({ messages: answeredMessages, label, tools }, { error: 'an object with messages' });
const ofConversations = z.looseObject({
  conversations: answeredTurns, label, tools, ...without(['messages'], 'conversations'),
}, { error: 'an object with conversations' });
const ofText = z.looseObject({
  text: text('text', isBlank), label, ...without(['messages', 'conversations', 'prompt', 'completion'], 'text'),
}, { error: 'an object with text' });

/** Both as text, or one of them or both as turns: text beside turns becomes a turn, and may not be blank. */
function ofPair(row: Record<string, unknown>) {
  const { prompt, completion } = row;
  const hasTurns = Array.isArray(prompt) || Array.isArray(completion);
  const words = text('text or a list of messages', hasTurns ? isBlank : (found) => found === '');
  return z.looseObject({
    prompt: Array.isArray(prompt) ? messages : words,
    completion: Array.isArray(completion) ? answeredMessages : words,
    label, tools, ...without(['messages', 'conversations'], 'prompt and completion'),
  }, { error: 'an object with prompt and completion' });
}

/** A row with a thumb is in one of the other formats, which its keys tell. */
function ofKto(row: Record<string, unknown>) {
  if (row['messages'] != null) return ofMessages.extend({ label: thumb });
  if (row['conversations'] != null) return ofConversations.extend({ label: thumb });
  return ofPair(row).extend({ label: thumb });
}

const SCHEMAS: Readonly<Record<DatasetFormat, (row: Record<string, unknown>) => RowSchema>> = {
  messages: () => ofMessages,
  conversations: () => ofConversations,
  'prompt-completion': ofPair,
  text: () => ofText,
  kto: ofKto,
};

/** The names of the formats. */
export const DATASET_FORMATS = Object.keys(SCHEMAS) as readonly DatasetFormat[];

/** The schema that `row` has to fit to be of `format`. */
export function rowSchema(format: DatasetFormat, row: unknown): RowSchema {
  return SCHEMAS[format]((row ?? {}) as Record<string, unknown>);
}
