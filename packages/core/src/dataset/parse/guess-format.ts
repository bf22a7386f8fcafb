import { isObject } from '../../config/paths.ts';
import { nearestName } from '../../config/nearest-name.ts';
import type { JsonObject } from '../../contract/json.ts';

const KNOWN = ['messages', 'conversations', 'prompt', 'completion', 'text', 'chosen', 'rejected'] as const;

/** Names that others give to a prompt, and to what answers it. */
const PROMPTS = ['prompt', 'instruction', 'question', 'query', 'input', 'user', 'context'] as const;
const ANSWERS = ['completion', 'output', 'response', 'answer', 'target', 'reply', 'assistant', 'label_text'] as const;

/** What to do with a row of no known format, by its keys; `undefined` when they tell nothing. */
export function guessFormat(row: JsonObject): string | undefined {
  const keys = Object.keys(row);
  const lists = keys.filter((key) => Array.isArray(row[key]) && (row[key] as unknown[]).every(isObject));
  if (keys.includes('instruction') && keys.includes('output')) {
    return 'It looks like Alpaca\'s format: convertDataset(file, output, { to: "messages" }) reads it.';
  }
  const [prompt, answer] = [PROMPTS.find((name) => keys.includes(name)), ANSWERS.find((name) => keys.includes(name))];
  if (prompt && answer) return `Rename ${prompt} to prompt and ${answer} to completion.`;
  const [list] = lists;
  if (list !== undefined && holdsTurns(row[list])) return `Rename ${list} to messages.`;
  if (list !== undefined) return `The rows seem to stand in ${list}: jq -c ".${list}[]" FILE > rows.jsonl.`;
  for (const key of keys) {
    const near = nearestName(key, KNOWN);
    if (near !== undefined) return `Rename ${key} to ${near}.`;
  }
  const isTurn = keys.includes('role') || keys.includes('from');
  return isTurn ? 'It is one turn: put the turns of a conversation into one row, in messages.' : undefined;
}

function holdsTurns(list: unknown): boolean {
  const isTurn = (turn: unknown) => isObject(turn) && ('role' in turn || 'from' in turn);
  return Array.isArray(list) && list.length > 0 && list.every(isTurn);
}
