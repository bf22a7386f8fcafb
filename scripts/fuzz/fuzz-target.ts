import type * as fc from 'fast-check';

/** An input from outside, and what reads it. */
export interface FuzzTarget<T = unknown> {
  readonly name: string;
  /** What it may be given. */
  readonly input: fc.Arbitrary<T>;
  /** Reads it, in an empty folder; a typed error is an answer as good as a value. */
  read(input: T, folder: string): Promise<void>;
}

/** A target whose inputs are of one kind, among those of others. */
export function target<T>(of: FuzzTarget<T>): FuzzTarget {
  return of as FuzzTarget;
}
