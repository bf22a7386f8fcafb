import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';
import { checkToolCalls } from './check-tools.ts';
import { checkWhole } from './check-whole.ts';
import { canonicalRole, isPlainRole } from './roles.ts';
import type { AddProblem } from './row-problem.ts';
import { isBlank, textOf } from './text-rules.ts';

/** Which keys a turn may have: those of one form, for rows that are written; `any` as the trainers read them. */
export type TurnForm = 'role' | 'from' | 'any';

const ROLE = 'system, user, assistant or tool (or human, gpt)';
const NOT_EMPTY = 'text that is not empty';

/** Checks a list of turns as the trainers' reader does, and whether the assistant has the last word if it `ends`. */
export function checkTurns(turns: unknown, path: string, form: TurnForm, ends: boolean, add: AddProblem): void {
  if (!Array.isArray(turns) || turns.length === 0) {
    return add('BAD_MESSAGES', path, turns, 'a list of at least one message');
  }
  for (let index = 0; index < turns.length; index += 1) checkTurn(turns[index], path, index, form, add);
  if (!ends || roleOf(turns[turns.length - 1]) === 'assistant') return;
  const isAnswered = turns.some((turn) => roleOf(turn) === 'assistant');
  add(isAnswered ? 'LAST_TURN_NOT_ASSISTANT' : 'NO_ASSISTANT_TURN', path, turns, 'a last turn by the assistant');
}

/** The key under which a turn names its speaker. */
export function roleKey(turn: JsonObject, form: TurnForm = 'any'): 'role' | 'from' {
  if (form !== 'any') return form;
  return turn['role'] === undefined && turn['from'] !== undefined ? 'from' : 'role';
}

/** The key under which a turn says what it says. */
export function contentKey(turn: JsonObject, form: TurnForm = 'any'): 'content' | 'value' {
  if (form !== 'any') return form === 'from' ? 'value' : 'content';
  return turn['content'] === undefined && turn['value'] !== undefined ? 'value' : 'content';
}

function roleOf(turn: unknown) {
  return isObject(turn) ? canonicalRole(turn[roleKey(turn)]) : undefined;
}

function checkTurn(turn: unknown, path: string, index: number, form: TurnForm, add: AddProblem): void {
  if (!isObject(turn)) {
    const expected = `an object with ${form === 'from' ? 'from and value' : 'role and content'}`;
    return add('BAD_MESSAGE', `${path}[${index}]`, turn, expected);
  }
  if (form === 'from') checkAbsent(turn, `${path}[${index}]`, add);
  const key = roleKey(turn, form);
  const role = form === 'any' || isPlainRole(turn[key]) ? canonicalRole(turn[key]) : undefined;
  if (role === undefined) add('UNKNOWN_ROLE', `${path}[${index}].${key}`, turn[key], ROLE);
  const calls = role === 'assistant' && turn['tool_calls'] !== undefined
    ? checkToolCalls(turn['tool_calls'], `${path}[${index}].tool_calls`, add)
    : 0;
  checkContent(turn, path, index, form, add, role === undefined || role === 'tool' ? undefined : calls);
}

/** The trainers would read these first. */
function checkAbsent(turn: JsonObject, path: string, add: AddProblem): void {
  for (const [key, other] of [['role', 'from'], ['content', 'value']] as const) {
    if (turn[key] !== undefined) add('BAD_MESSAGE', `${path}.${key}`, turn[key], `no ${key} beside ${other}`);
  }
}

/** `calls` is `undefined` for a turn that need not say anything. */
function checkContent(
  turn: JsonObject, path: string, index: number, form: TurnForm, add: AddProblem, calls: number | undefined,
): void {
  const key = contentKey(turn, form);
  const text = textOf(turn[key]);
  if (text === undefined) return add('BAD_CONTENT', `${path}[${index}].${key}`, turn[key], 'text');
  if (calls !== undefined && calls === 0 && isBlank(text)) {
    const canCall = canonicalRole(turn[roleKey(turn, form)]) === 'assistant';
    add('EMPTY_CONTENT', `${path}[${index}].${key}`, turn[key], canCall ? `${NOT_EMPTY}, or tool_calls` : NOT_EMPTY);
  }
  if (!text.isWellFormed()) checkWhole(text, `${path}[${index}].${key}`, add);
}
