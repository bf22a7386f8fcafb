import * as z from 'zod';
import { errorJsonSchema } from './error-json.ts';

/** A number, or `null` where it was not finite or is not known. */
const measure = z.number().nullable();
const step = z.number().int().nonnegative();

const base = {
  /** Version of the wire format. */
  v: z.literal(1),
  /** Which attempt of the run wrote it, from 1. */
  attempt: z.number().int().positive(),
  /** UTC, ISO 8601 with milliseconds. */
  time: z.iso.datetime(),
};

/** Values under TRL's names (`loss`, `grad_norm`, `rewards/margins`); `nonFinite` says what a `null` was. */
const values = {
  step,
  epoch: measure,
  values: z.record(z.string(), measure),
  nonFinite: z.record(z.string(), z.enum(['nan', 'inf', '-inf'])).optional(),
};

const hello = z.object({ ...base, type: z.literal('hello'), pid: z.number().int(), python: z.string(), method: z.string(), device: z.string() });
const phase = z.object({ ...base, type: z.literal('phase'), name: z.string(), message: z.string().optional(), details: z.record(z.string(), z.json()).optional() });
const progress = z.object({
  ...base,
  type: z.literal('progress'),
  /** Optimizer steps done, and to do. */
  step, totalSteps: step,
  epoch: measure, totalEpochs: measure,
  /** The newest logged values; `null` before the first. */
  loss: measure, learningRate: measure, gradNorm: measure,
  /** Tokens that were not padding, trained on by this attempt. */
  tokens: z.number().int().nonnegative(),
  /** Over the newest steps. */
  tokensPerSecond: measure, secondsPerStep: measure, etaSeconds: measure,
  /** The trainer's memory: of the device when it has its own, else resident. */
  memoryBytes: measure, peakMemoryBytes: measure,
});
const metrics = z.object({ ...base, type: z.literal('metrics'), ...values });
const evaluation = z.object({ ...base, type: z.literal('evaluation'), ...values });
const sample = z.object({
  ...base, type: z.literal('sample'), step,
  /** Which of the configured prompts, from 0. */
  index: z.number().int().nonnegative(), prompt: z.string(), completion: z.string(),
});
const checkpoint = z.object({ ...base, type: z.literal('checkpoint'), action: z.enum(['saved', 'removed']), step, path: z.string(), bytes: z.number().int().nonnegative().optional() });
const health = z.object({ ...base, type: z.literal('health'), rule: z.string(), action: z.enum(['event', 'stop', 'fail']), message: z.string(), details: z.record(z.string(), z.json()).optional() });
const warning = z.object({ ...base, type: z.literal('warning'), code: z.string(), message: z.string(), details: z.record(z.string(), z.json()).optional() });
const stopped = z.object({ ...base, type: z.literal('stopped'), step, saved: z.boolean(), checkpoint: z.string().nullable(), reason: z.enum(['stop', 'cancel', 'signal', 'health']) });
const finished = z.object({ ...base, type: z.literal('finished'), step, model: z.string(), values: z.record(z.string(), measure) });
const failed = z.object({ ...base, type: z.literal('failed'), error: errorJsonSchema });

/** What a trainer may write into `events.jsonl`, one JSON document a line. */
export const wireEventSchema = z.discriminatedUnion('type', [
  hello, phase, progress, metrics, evaluation, sample, checkpoint, health, warning, stopped, finished, failed,
]);

/** @see {@link wireEventSchema} */
export type WireEvent = z.infer<typeof wireEventSchema>;

const identity = z.object({ pid: z.number().int() });
const ended = { code: z.number().int().nullable(), signal: z.string().nullable() };

/** What the host and the supervisor write into `events.jsonl`: the life of the run, which a trainer cannot claim. */
export const lifeEventSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('run.created') }),
  z.object({ ...base, type: z.literal('run.queued'), ahead: z.number().int().nonnegative() }),
  z.object({ ...base, type: z.literal('run.started') }),
  z.object({ ...base, type: z.literal('run.stopping'), mode: z.enum(['stop', 'cancel']), reason: z.enum(['request', 'host', 'stall']) }),
  z.object({ ...base, type: z.literal('run.stalled'), silentSeconds: z.number() }),
  z.object({ ...base, type: z.literal('run.recovered') }),
  z.object({
    ...base, type: z.literal('attempt.started'), supervisor: identity, trainer: identity,
    /** The checkpoint that a resumed attempt goes on from; `null` when there was none, absent when nothing is resumed. */
    resumedFrom: z.object({ step, path: z.string() }).nullable().optional(),
    /** Optimizer steps behind that checkpoint that were done before, and are done again. */
    repeats: step.optional(),
  }),
  z.object({ ...base, type: z.literal('attempt.ended'), ...ended }),
  z.object({ ...base, type: z.literal('run.ended'), status: z.enum(['succeeded', 'failed', 'stopped', 'cancelled', 'lost']) }),
]);

/** @see {@link lifeEventSchema} */
export type LifeEvent = z.infer<typeof lifeEventSchema>;

/** What an event says, without the version, attempt and time that whoever writes it adds. */
export type EventContent<T> = T extends unknown ? Omit<T, 'v' | 'attempt' | 'time'> : never;
