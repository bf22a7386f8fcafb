import type { JsonObject, JsonValue } from '../../contract/json.ts';

/** Keys of a row that hold words for the model in other formats, and that no trainer reads. */
const WORDS = ['system', 'system_prompt', 'instruction', 'history', 'functions'] as const;
/** Marks that a chat template writes around turns. */
const MARKS = /<\|im_start\|>|<\|start_header_id\|>|<start_of_turn>|\[INST\]|<\|(user|assistant|system)\|>/;

/** A key of a row that is not read although it says something; `undefined` for most rows. */
export function unreadKey(row: JsonObject, turns: readonly JsonObject[]): string | undefined {
  for (const key of WORDS) if (saysSomething(row[key])) return key;
  // OpenAI's way to leave an answer out of the loss.
  const at = turns.findIndex((turn) => turn['weight'] === 0);
  return at < 0 ? undefined : `messages[${at}].weight`;
}

/** The first turn whose text holds the marks of a chat template, and the mark. */
export function templatedTurn(
  turns: readonly JsonObject[],
): { readonly at: number; readonly mark: string } | undefined {
  for (const [at, turn] of turns.entries()) {
    const content = turn['content'] ?? turn['value'];
    const [mark] = typeof content === 'string' ? (MARKS.exec(content) ?? []) : [];
    if (mark !== undefined) return { at, mark };
  }
  return undefined;
}

function saysSomething(value: JsonValue | undefined): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  return Array.isArray(value) && value.length > 0;
}
