import { isTunerError, type ConfigWarning, type RunEvent, type TunerError } from '@tuner/core';
import type { When } from '../trial.ts';

/** One thing that a user was told. */
export interface Said {
  readonly code: string;
  /** The words, the fix among them. */
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly when: When;
  /** Whether it says that something is wrong, or only what was done. */
  readonly isAlarm: boolean;
}

/** What an error says. */
export function ofError(error: unknown, when: When): Said {
  if (!isTunerError(error)) {
    const { name, message } = error as Error;
    return { code: `UNTYPED ${name}`, text: message, details: {}, when, isAlarm: true };
  }
  const { code, message, hint = '', details } = error as TunerError;
  return { code, text: `${message} ${hint}`, details, when, isAlarm: true };
}

/** What a remark on a configuration says. */
export function ofRemark({ kind, key, message }: ConfigWarning): Said {
  return { code: `config_${kind}`, text: message, details: { key }, when: 'before start', isAlarm: true };
}

/** What an event says, if it says that something is wrong; `step` is how far the training is. */
export function ofEvent(event: RunEvent, step: number): Said[] {
  const when = step <= 20 ? 'first 20 steps' : 'later';
  if (event.type === 'health') return [{ code: event.rule, text: event.message, details: { ...event.details }, when, isAlarm: true }];
  if (event.type !== 'warning') return [];
  const { code, message, details = {} } = event;
  const isBefore = /^(preflight|config)_/.test(code);
  // What a trainer replaces on a CPU says nothing against a run.
  const isAlarm = !/^(cpu_|template_named)/.test(code);
  const fix = typeof details['fix'] === 'string' ? details['fix'] : '';
  return [{ code, text: `${message} ${fix}`, details, when: isBefore ? 'before start' : when, isAlarm }];
}
