import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { contentKey, roleKey } from '../rows/check-turns.ts';
import { canonicalRole } from '../rows/roles.ts';
import { refuse } from './refusal.ts';

/** The roles' names in `conversations`. */
const FROM = { system: 'system', user: 'human', assistant: 'gpt', tool: 'tool' } as const;

type Turns = readonly JsonObject[];

/** A turn that the user or the assistant says. */
export function turn(role: 'user' | 'assistant', content: JsonValue | undefined): JsonObject {
  return { role, content };
}

/** Turns of either form as `role` and `content`; other keys stay. `path` is that of the list. */
export function asMessages(turns: Turns, path: string): JsonObject[] {
  return turns.map((turn, index) => {
    const [who, what] = [roleKey(turn), contentKey(turn)];
    const { [who]: role, [what]: content, ...rest } = turn;
    requireFree(rest, ['role', 'content'], `${path}[${index}]`);
    return { role: canonicalRole(role), ...(content === undefined ? {} : { content }), ...rest };
  });
}

/** Turns of either form as `from` and `value`; other keys stay. */
export function asConversation(turns: Turns, path: string): JsonObject[] {
  return asMessages(turns, path).map(({ role, content, ...rest }, index) => {
    requireFree(rest, ['from', 'value'], `${path}[${index}]`);
    return { from: FROM[role as keyof typeof FROM], ...(content === undefined ? {} : { value: content }), ...rest };
  });
}

/** Whether a turn, of either form, is by the assistant. */
export function isByAssistant(turn: JsonObject | undefined): boolean {
  return turn !== undefined && canonicalRole(turn[roleKey(turn)]) === 'assistant';
}

function requireFree(rest: JsonObject, keys: readonly string[], path: string): void {
  const taken = keys.find((key) => rest[key] !== undefined);
  if (taken !== undefined) refuse(`${path}.${taken}`, 'the turn has it in both forms, and one would be lost');
}
