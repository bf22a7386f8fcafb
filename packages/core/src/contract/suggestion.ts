import type { JsonObject } from './json.ts';

/** A change of configuration that a program can apply: pass `overrides` to `overrideConfig`. */
export interface Suggestion {
  /** Why this helps, in one sentence. */
  readonly reason: string;
  /** What to change, as the `overrides` of `overrideConfig`. */
  readonly overrides: JsonObject;
  /** What it changes, where that is known, such as `-4.1 GB`. */
  readonly effect?: string;
}
