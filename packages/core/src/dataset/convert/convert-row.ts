import type { RowFormat } from '../../contract/dataset-issues.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { DatasetFormat } from '../rows/row-types.ts';
import { refuse } from './refusal.ts';
import { asConversation, asMessages, isByAssistant, turn } from './turns-of.ts';
import { unpair } from './unpair.ts';

/** What `convertDataset` reads: what rows can be in, and Alpaca's `instruction`, `input`, `output`. */
export type SourceFormat = RowFormat | 'alpaca';

/** The rows that say in format `to` what `row`, in `from`, says. @throws Refusal when something would be lost */
export function convertRow(row: JsonObject, from: SourceFormat, to: DatasetFormat): readonly JsonObject[] {
  if (to === 'text' || from === 'text') return from === to ? [row] : refuse('', textLoses(from));
  if (from === 'preference') {
    return to === 'kto' ? unpair(row) : refuse('', 'the worse answer of the pair would be lost; "kto" keeps both');
  }
  const { messages: _m, conversations: _c, prompt: _p, completion: _d, instruction, input, output, ...rest } = row;
  const others = from === 'alpaca' ? rest : withDefined(rest, { instruction, input, output });
  if (to === 'kto') return [{ ...others, ...inForm(row, from, from === 'alpaca' ? 'messages' : from) }];
  return [{ ...others, ...inForm(row, from, to) }];
}

/** The keys that hold the words. */
function inForm(row: JsonObject, from: Exclude<SourceFormat, 'text' | 'preference'>, to: RowFormat): JsonObject {
  if (to === 'prompt-completion') return from === to ? asPair(row) : splitLast(messagesOf(row, from), from);
  const turns = messagesOf(row, from);
  return to === 'messages' ? { messages: turns } : { conversations: asConversation(turns, from) };
}

function messagesOf(row: JsonObject, from: Exclude<SourceFormat, 'text' | 'preference'>): JsonObject[] {
  if (from === 'messages' || from === 'conversations') return asMessages(row[from] as readonly JsonObject[], from);
  if (from === 'alpaca') return ofAlpaca(row);
  const { prompt, completion } = asPair(row);
  const before = typeof prompt === 'string' ? [turn('user', prompt)] : (prompt as JsonObject[]);
  const after = typeof completion === 'string' ? [turn('assistant', completion)] : (completion as JsonObject[]);
  const learned = before.findIndex(isByAssistant);
  if (learned >= 0) refuse(`prompt[${learned}]`, 'an answer of the prompt is not learned now, and would be');
  return [...before, ...after];
}

/** Both parts, their turns in the form that is written. */
function asPair({ prompt, completion }: JsonObject): JsonObject {
  const part = (value: unknown, name: string) =>
    (Array.isArray(value) ? asMessages(value as JsonObject[], name) : (value as string));
  return { prompt: part(prompt, 'prompt'), completion: part(completion, 'completion') };
}

/** The last answer as the completion. */
function splitLast(turns: readonly JsonObject[], path: string): JsonObject {
  const prompt = turns.slice(0, -1);
  if (prompt.length === 0) refuse(path, 'there is no turn before the answer, and a prompt must not be empty');
  const learned = prompt.findIndex(isByAssistant);
  if (learned >= 0) refuse(`${path}[${learned}]`, 'an answer before the last one is learned now, and would not be');
  return { prompt, completion: turns.slice(-1) };
}

function ofAlpaca({ instruction, input, output }: JsonObject): JsonObject[] {
  for (const [key, value] of Object.entries({ instruction, output })) {
    if (typeof value !== 'string') refuse(key, 'it is no text');
  }
  if (input !== undefined && input !== null && typeof input !== 'string') refuse('input', 'it is no text');
  const question = input ? `${String(instruction)}\n\n${input}` : instruction;
  return [turn('user', question), turn('assistant', output)];
}

function withDefined(rest: JsonObject, more: JsonObject): JsonObject {
  return { ...rest, ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)) };
}

function textLoses(from: SourceFormat): string {
  return from === 'text'
    ? 'text has no parts that could become a question and an answer'
    : 'in text, who says what, and which of it is learned, would be lost';
}
