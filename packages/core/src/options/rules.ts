import { isObject } from '../config/paths.ts';

/** What the value of an option may be, and how that is said. */
export interface OptionRule {
  readonly expected: string;
  fits(value: unknown): boolean;
}

/** The rules of a call's options by name: none else is taken. */
export type OptionRules<O> = Readonly<Record<keyof O & string, OptionRule>>;

export const flag: OptionRule = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };
export const callback: OptionRule = { expected: 'a function', fits: (value) => typeof value === 'function' };
export const signal: OptionRule = { expected: 'an AbortSignal', fits: isSignal };
export const interpreter: OptionRule = { expected: 'the path of an interpreter', fits: isText };

/** One of these words. */
export function oneOf(...words: readonly string[]): OptionRule {
  return {
    expected: words.map((word) => `"${word}"`).join(' or '), fits: (value) => words.includes(value as string),
  };
}

/** A list of nothing but these words. */
export function someOf(words: readonly string[]): OptionRule {
  return {
    expected: `a list of ${words.map((word) => `"${word}"`).join(', ')}`,
    fits: (value) => Array.isArray(value) && value.every((word) => words.includes(word as string)),
  };
}

/** A finite number of `unit`, `least` or more. */
export function amount(unit: string, least: number): OptionRule {
  return {
    expected: `${unit}, ${least} or more`,
    fits: (value) => typeof value === 'number' && value >= least && value < Infinity,
  };
}

/** Whether a value is a text that is not empty. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** Also one of another realm, or of a library that has its own. */
function isSignal(value: unknown): boolean {
  return isObject(value) && 'aborted' in value && typeof (value as Partial<AbortSignal>).addEventListener === 'function';
}
