import type { JsonObject, JsonValue } from '../contract/json.ts';
import type { EventBase, PhaseBody, RunEvent, RunEventBody } from '../contract/run-events.ts';
import { lifeEventSchema, wireEventSchema, WIRE_VERSION, type LifeEvent, type WireEvent } from '../contract/wire-events.ts';
import type { Line } from './split-lines.ts';

const LIFE_TYPES = new Set<unknown>(lifeEventSchema.options.map((option) => option.shape.type.value));
const WIRE_TYPES = new Set<unknown>(wireEventSchema.options.map((option) => option.shape.type.value));

/** The public event that line number `seq` of a run becomes. Never throws: whatever a line holds, it is an event. */
export function toRunEvent(line: Line, seq: number, runId: string): RunEvent {
  const nowhere = { seq, runId, attempt: 0, time: '' };
  if (line.cut) return { ...nowhere, ...unreadable(line.text, 'The line is longer than 1 MiB.') };
  let value: JsonValue;
  try {
    value = JSON.parse(line.text) as JsonValue;
  } catch (error) {
    return { ...nowhere, ...unreadable(line.text, (error as Error).message) };
  }
  const base = { ...nowhere, ...baseOf(value) };
  return { ...base, ...bodyOf(value) } as RunEvent;
}

function baseOf(value: JsonValue): Partial<EventBase> {
  const { attempt, time } = (value ?? {}) as JsonObject;
  return {
    ...(Number.isInteger(attempt) ? { attempt: attempt as number } : {}),
    ...(typeof time === 'string' ? { time } : {}),
  };
}

function bodyOf(value: JsonValue): RunEventBody {
  const { v, type } = (value ?? {}) as JsonObject;
  if (v !== WIRE_VERSION) return { type: 'unknown', line: value, reason: `Version ${String(v)} is not ${WIRE_VERSION}.` };
  const isLife = LIFE_TYPES.has(type);
  if (!isLife && !WIRE_TYPES.has(type)) return { type: 'unknown', line: value, reason: `There is no type ${String(type)}.` };
  const checked = (isLife ? lifeEventSchema : wireEventSchema).safeParse(value);
  if (checked.success) return toPublic(checked.data);
  const issue = checked.error.issues[0];
  return { type: 'unknown', line: value, reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` };
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
