import type { JsonObject, JsonValue } from './json.ts';
import type { EventContent, LifeEvent, WireEvent } from './wire-events.ts';

/** What every public event carries. */
export interface EventBase {
  /** The number of the event in its run, from 1: pass it to `events({ after })` to go on behind it. */
  readonly seq: number;
  readonly runId: string;
  /** The attempt that it belongs to, from 1; 0 where the line does not say. */
  readonly attempt: number;
  /** UTC, ISO 8601; empty where the line does not say. */
  readonly time: string;
}

/** What the trainer's event of one type says. */
export type WireBody<N extends WireEvent['type']> = EventContent<Extract<WireEvent, { type: N }>>;

/** A checkpoint was completed, or removed to make room. */
export type CheckpointBody<N extends 'checkpoint.saved' | 'checkpoint.removed'> =
  Omit<WireBody<'checkpoint'>, 'type' | 'action'> & { readonly type: N };

/** What a trainer's own words about its start and end become: `hello`, `stopped`, `finished` and `failed` are phases too. */
export interface PhaseBody {
  readonly type: 'phase';
  readonly name: string;
  readonly message?: string;
  readonly details?: JsonObject;
}

/** A line that is no JSON document: its number is kept, its first 200 characters are in `text`. */
export interface UnreadableBody {
  readonly type: 'unreadable';
  readonly text: string;
  readonly reason: string;
}

/** A JSON line that this version does not know or that does not fit its schema. */
export interface UnknownBody {
  readonly type: 'unknown';
  readonly line: JsonValue;
  readonly reason: string;
}

/** What an event says, by its `type`. */
export type RunEventBody =
  | EventContent<LifeEvent>
  | PhaseBody
  | WireBody<'progress'>
  | WireBody<'metrics'>
  | WireBody<'evaluation'>
  | WireBody<'sample'>
  | WireBody<'health'>
  | WireBody<'warning'>
  | CheckpointBody<'checkpoint.saved'>
  | CheckpointBody<'checkpoint.removed'>
  | UnreadableBody
  | UnknownBody;

/** An event of a run, as programs see it. Every non-blank line of `events.jsonl` becomes exactly one. */
export type RunEvent = EventBase & RunEventBody;

/** The `type` of an event. */
export type RunEventType = RunEvent['type'];

/** The event of one type. */
export type RunEventOf<N extends RunEventType> = Extract<RunEvent, { type: N }>;

/** Every type of {@link RunEvent}; pinned by a test. */
export const RUN_EVENT_TYPES = [
  'run.created', 'run.queued', 'run.started', 'run.stopping', 'run.stalled', 'run.recovered', 'run.ended',
  'attempt.started', 'attempt.ended', 'phase', 'progress', 'metrics', 'evaluation', 'checkpoint.saved',
  'checkpoint.removed', 'sample', 'health', 'warning', 'unreadable', 'unknown',
] as const satisfies readonly RunEventType[];
