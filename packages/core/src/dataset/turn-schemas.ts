import * as z from 'zod';

// Every message below says what is expected: it stands in the error of a bad row. Nothing passes that the trainers'
// reader (tuner_trainers/data) refuses: protocol/corpus/dataset-rows.json holds both to it.

const ASSISTANT = ['assistant', 'gpt', 'model', 'bot'] as const;
const TOOL = ['tool', 'function', 'observation', 'function_response', 'ipython'] as const;
const isAssistant = (role: string | undefined): boolean => ASSISTANT.some((name) => name === role);
const isTool = (role: string): boolean => TOOL.some((name) => name === role);

const role = z.enum(['system', 'developer', 'user', 'human', ...ASSISTANT, ...TOOL], {
  error: 'system, user, assistant or tool (or human, gpt)',
});

/** Whether text is white space and control characters alone: what Python strips is among them. */
export const isBlank = (text: string): boolean => /^[\s\p{Cc}]*$/u.test(text);

/** Half of an emoji, as a careless `slice` leaves it, breaks every tokenizer. */
export const isWhole = (text: string): boolean => text.isWellFormed();
export const WHOLE = 'text without half a surrogate pair';

const parts = z.array(z.looseObject({ type: z.literal('text').optional(), text: z.string() }));
const content = z.union([z.string(), parts], { error: 'text' }).nullish()
  .refine((found) => isWhole(textOf(found)), WHOLE);

function textOf(found: string | z.infer<typeof parts> | null | undefined): string {
  return typeof found === 'string' ? found : (found ?? []).map((part) => part.text).join('');
}

/** Whether a value fits, or is the JSON text of one that does. */
export function fitsOrText(value: unknown, fits: (value: unknown) => boolean): boolean {
  if (typeof value !== 'string') return fits(value);
  try {
    return fits(JSON.parse(value));
  } catch {
    return false;
  }
}

/** Whether `value` is an object and no list. */
export function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isArguments = (value: unknown): boolean => value === '' || fitsOrText(value, isObject);
const called = z.looseObject({
  name: z.unknown().refine((name) => typeof name === 'string' && name !== '', 'the name of a tool'),
  arguments: z.unknown().refine(isArguments, 'an object of arguments, or its JSON text').optional(),
});
const toolCall = z.union([z.looseObject({ function: called }), called.extend({ function: z.undefined().optional() })], {
  error: 'a call with function.name and function.arguments',
});
const toolCalls = z.array(toolCall, { error: 'a list of calls' }).nullish();

/** What is expected of a turn that says nothing; `undefined` when it says something, or need not. */
function whenEmpty(role: string, text: string, calls: readonly unknown[]): string | undefined {
  if (!isBlank(text) || isTool(role)) return undefined;
  if (!isAssistant(role)) return 'text that is not empty';
  return calls.length > 0 ? undefined : 'text that is not empty, or tool_calls';
}

const message = z.looseObject({ role, content, tool_calls: toolCalls }, { error: 'an object with role and content' })
  .superRefine((turn, context) => {
    const expected = whenEmpty(turn.role, textOf(turn.content), turn.tool_calls ?? []);
    if (expected) context.addIssue({ code: 'custom', path: ['content'], message: expected });
  });

const absent = (key: string, other: string) => z.undefined({ error: `no ${key} beside ${other}` }).optional();

const turn = z.looseObject({
  from: role, value: content, tool_calls: toolCalls,
  // The trainers would read these first.
  role: absent('role', 'from'), content: absent('content', 'value'),
}, { error: 'an object with from and value' }).superRefine((turn, context) => {
  const expected = whenEmpty(turn.from, textOf(turn.value), turn.tool_calls ?? []);
  if (expected) context.addIssue({ code: 'custom', path: ['value'], message: expected });
});

const AT_LEAST_ONE = 'a list of at least one message';
const ANSWERED = 'a last turn by the assistant';

/** Turns of the form `role` and `content`, of any ending. */
export const messages = z.array(message, { error: AT_LEAST_ONE }).min(1, AT_LEAST_ONE);

/** Turns of the form `role` and `content` that end with the assistant's. */
export const answeredMessages = messages.refine((turns) => isAssistant(turns.at(-1)?.role), ANSWERED);

/** Turns of the form `from` and `value` that end with the assistant's. */
export const answeredTurns = z.array(turn, { error: AT_LEAST_ONE }).min(1, AT_LEAST_ONE)
  .refine((turns) => isAssistant(turns.at(-1)?.from), ANSWERED);
