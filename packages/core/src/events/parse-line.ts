import type { JsonObject, JsonValue } from '../contract/json.ts';
import type { EventBase, PhaseBody, RunEvent, RunEventBody } from '../contract/run-events.ts';
import {
  lifeEventSchema, wireEventSchema, type LifeEvent, type WireEvent,
} from '../contract/wire-events.ts';
import { WIRE_VERSION } from '../contract/versions.ts';
import { readFrequent } from './frequent/read-frequent.ts';
import type { Line } from './split-lines.ts';

const LIFE_TYPES = new Set<unknown>(lifeEventSchema.options.map((option) => option.shape.type.value));
const WIRE_TYPES = new Set<unknown>(wireEventSchema.options.map((option) => option.shape.type.value));

/** Foreign output by the million is told without the cost of a parser's error. */
const OBJECT = 0x7b;
const NO_JSON = /^\s*[^\s{["\-\dtfn]/;

/** The public event that a line of a run becomes. Never throws: whatever a line holds, it is an event. */
export function toRunEvent(line: Line, runId: string): RunEvent {
  const nowhere = { seq: line.seq, runId, attempt: 0, time: '' };
  if (line.cut) return { ...nowhere, ...unreadable(line.text, 'The line is longer than 1 MiB.') };
  if (line.text.charCodeAt(0) !== OBJECT && NO_JSON.test(line.text)) {
    return { ...nowhere, ...unreadable(line.text, 'It does not begin as JSON does.') };
  }
  let value: JsonValue;
  try {
    value = JSON.parse(line.text) as JsonValue;
  } catch (error) {
    return { ...nowhere, ...unreadable(line.text, (error as Error).message) };
  }
  return readFrequent(value, line.seq, runId) ?? { ...nowhere, ...baseOf(value), ...bodyOf(value) };
}

function baseOf(value: JsonValue): Partial<EventBase> {
  const { attempt, time } = (value ?? {}) as JsonObject;
  return {
    ...(Number.isSafeInteger(attempt) && Number(attempt) > 0 ? { attempt: Number(attempt) } : {}),
    ...(typeof time === 'string' ? { time } : {}),
  };
}

function bodyOf(value: JsonValue): RunEventBody {
  const { v, type } = (value ?? {}) as JsonObject;
  const unknown = (reason: string): RunEventBody => ({ type: 'unknown', line: value, reason });
  if (v !== WIRE_VERSION) return unknown(`Its version "v" is ${JSON.stringify(v)}; this one reads ${WIRE_VERSION}.`);
  const isLife = LIFE_TYPES.has(type);
  if (!isLife && !WIRE_TYPES.has(type)) return unknown(`There is no type ${JSON.stringify(type)}.`);
  try {
    const checked = (isLife ? lifeEventSchema : wireEventSchema).safeParse(value);
    if (checked.success) return toPublic(checked.data);
    const issue = checked.error.issues[0];
    return unknown(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`);
  } catch (error) {
    // Such as a value that is nested deeper than the stack.
    return unknown((error as Error).message);
  }
}

function toPublic(event: LifeEvent | WireEvent): RunEventBody {
  const { v: _v, attempt: _attempt, time: _time, ...body } = event;
  switch (body.type) {
    case 'checkpoint': {
      const { action, ...rest } = body;
      return { ...rest, type: `checkpoint.${action}` };
    }
    // A trainer's word about its own start and end is no verdict: only the records are.
    case 'hello':
    case 'stopped':
    case 'finished':
    case 'failed': return asPhase(body);
    default: return body as RunEventBody;
  }
}

function asPhase({ type, ...details }: { readonly type: string }): PhaseBody {
  return { type: 'phase', name: type, details: details as JsonObject };
}

function unreadable(text: string, reason: string): RunEventBody {
  return { type: 'unreadable', text: text.slice(0, 200), reason };
}
