import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { refuse } from './refusal.ts';
import { asMessages, isByAssistant, turn } from './turns-of.ts';

/** A pair of answers as two rows with labels, the better one first. @throws Refusal */
export function unpair({ prompt, chosen, rejected, ...rest }: JsonObject): readonly JsonObject[] {
  if (rest['label'] !== undefined) refuse('label', 'the two rows get labels of their own');
  const row = (answer: JsonValue | undefined, name: string, label: boolean) =>
    ({ ...rest, ...withAnswer(prompt ?? undefined, answer, name), label });
  return [row(chosen, 'chosen', true), row(rejected, 'rejected', false)];
}

/** The prompt with one of its answers: as two texts, or as one conversation. */
function withAnswer(prompt: JsonValue | undefined, answer: JsonValue | undefined, name: string): JsonObject {
  if (typeof prompt === 'string' && typeof answer === 'string') return { prompt, completion: answer };
  if (prompt === undefined && !Array.isArray(answer)) refuse(name, 'it is no list of turns, and there is no prompt');
  const before = turnsOf(prompt ?? [], 'prompt', 'user');
  const after = turnsOf(answer, name, 'assistant');
  // Some files repeat the prompt at the beginning of each answer.
  return { messages: isByAssistant(after[0]) ? [...before, ...after] : whole(before, after, name) };
}

function whole(before: readonly JsonObject[], turns: readonly JsonObject[], name: string): readonly JsonObject[] {
  const repeats = before.every((turn, index) => turn['content'] === turns[index]?.['content']);
  return repeats ? turns : refuse(name, 'it begins with another prompt than the pair');
}

function turnsOf(part: JsonValue | undefined, path: string, role: 'user' | 'assistant'): readonly JsonObject[] {
  if (typeof part === 'string') return [turn(role, part)];
  if (!Array.isArray(part)) refuse(path, 'it is no text and no list of turns');
  return asMessages(part as JsonObject[], path);
}
