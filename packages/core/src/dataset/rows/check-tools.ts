import { isObject } from '../../config/paths.ts';
import { checkWhole } from './check-whole.ts';
import type { AddProblem } from './row-problem.ts';
import { valueOrJson } from './text-rules.ts';

/** Checks `tools` of a row: a list of objects, its JSON text, or nothing. */
export function checkTools(tools: unknown, add: AddProblem): void {
  if (tools === undefined || tools === null) return;
  const list = valueOrJson(tools);
  if (list !== null && !(Array.isArray(list) && list.every(isObject))) {
    return add('BAD_TOOLS', 'tools', tools, 'a list of objects, one for each tool');
  }
  checkWhole(list, 'tools', add);
}

/** Checks the calls of a turn of the assistant and gives their number. `path` is that of the list. */
export function checkToolCalls(calls: unknown, path: string, add: AddProblem): number {
  if (calls === undefined || calls === null) return 0;
  if (!Array.isArray(calls)) {
    add('BAD_TOOL_CALL', path, calls, 'a list of calls');
    return 0;
  }
  calls.forEach((call, index) => checkToolCall(call, `${path}[${index}]`, add));
  return calls.length;
}

/** A call holds a name and arguments, by itself or in `function`. */
function checkToolCall(call: unknown, path: string, add: AddProblem): void {
  const isNested = isObject(call) && call['function'] !== undefined;
  const called = isNested ? call['function'] : call;
  if (!isObject(called)) return add('BAD_TOOL_CALL', path, call, 'a call with function.name and function.arguments');
  const at = isNested ? `${path}.function` : path;
  const { name, arguments: given } = called;
  if (typeof name !== 'string' || name === '') add('BAD_TOOL_CALL', `${at}.name`, name, 'the name of a tool');
  const held = given === undefined || given === '' ? {} : valueOrJson(given);
  if (!isObject(held)) add('BAD_TOOL_CALL', `${at}.arguments`, given, 'an object of arguments, or its JSON text');
  checkWhole(name, `${at}.name`, add);
  checkWhole(held, `${at}.arguments`, add);
}
