import type { ErrorCode } from './contract/error-codes.ts';
import type { ErrorJson } from './contract/error-json.ts';
import type { JsonObject, JsonValue } from './contract/json.ts';
import type { Suggestion } from './contract/suggestion.ts';

const MARKER = Symbol.for('@tuner/core/TunerError');

/** What an error is made of, besides its code and message. */
export interface TunerErrorOptions {
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** Facts for programs: file, line, key, device, … Never a secret. */
  readonly details?: JsonObject;
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: boolean;
  /** Changes of configuration that would help, best first. */
  readonly suggestions?: readonly Suggestion[];
  readonly cause?: unknown;
}

/** Every error that Tuner throws or puts into a result. Switch on `code`; show `message` and `hint`. */
export class TunerError extends Error {
  /** The class, in a form that minifiers leave alone. */
  override readonly name: string = 'TunerError';
  /** What went wrong, for programs; `docs/errors.md` has a row for each. */
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: JsonObject;
  readonly retryable: boolean;
  readonly suggestions: readonly Suggestion[];

  /** Makes an error; `message` says what was asked, what was found and where. */
  constructor(code: ErrorCode, message: string, options: TunerErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details ?? {};
    this.retryable = options.retryable ?? false;
    this.suggestions = options.suggestions ?? [];
  }

  /** The row of `docs/errors.md` about this code. */
  get docs(): string {
    return `docs/errors.md#${this.code.toLowerCase()}`;
  }

  /** The error as plain JSON; the cause is reduced to its message. */
  toJSON(): ErrorJson {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      details: this.details as Record<string, never>,
      retryable: this.retryable,
      docs: this.docs,
      ...(this.suggestions.length === 0 ? {} : { suggestions: this.suggestions as ErrorJson['suggestions'] }),
    };
  }
}
Object.defineProperty(TunerError.prototype, MARKER, { value: true });

/** The configuration is wrong: its text, a value, a name. Fix it and call again. */
export class ConfigurationError extends TunerError {
  override readonly name: string = 'ConfigurationError';
}
/** Python, packages or the device are missing or unusable. Install or choose another. */
export class EnvironmentError extends TunerError {
  override readonly name: string = 'EnvironmentError';
}
/** The rows cannot be used as they are. */
export class DatasetError extends TunerError {
  override readonly name: string = 'DatasetError';
}
/** A back end is missing, is there twice, or does not fit this version. */
export class BackendError extends TunerError {
  override readonly name: string = 'BackendError';
}
/** A run could not be recorded, found, read or started, or ended without success. */
export class RunError extends TunerError {
  override readonly name: string = 'RunError';
}

/** Whether `value` is a {@link TunerError}, also one of another copy of this package. */
export function isTunerError(value: unknown): value is TunerError {
  return typeof value === 'object' && value !== null && MARKER in value;
}

const CLASSES = { ConfigurationError, EnvironmentError, DatasetError, BackendError, RunError } as const;

/** Makes an error again from its JSON form; an unknown class becomes a plain {@link TunerError}. */
export function errorFromJson(json: ErrorJson): TunerError {
  const Class = CLASSES[json.name as keyof typeof CLASSES] ?? TunerError;
  return new Class(json.code as ErrorCode, json.message, {
    hint: json.hint,
    details: json.details as Record<string, JsonValue>,
    retryable: json.retryable,
    suggestions: json.suggestions as readonly Suggestion[] | undefined,
  });
}
