import type { Expected, When } from '../trial.ts';
import type { Said } from './said.ts';

/** What became of a fault. */
export interface Judgement {
  readonly isCaught: boolean;
  readonly when?: When;
  /** What was said with the right code, or else first. */
  readonly said?: Said;
}

const ORDER: readonly When[] = ['before start', 'first 20 steps', 'later'];

/** Whether somebody said what is wrong, where, what to do, and in time. */
export function judge(said: readonly Said[], { code, place, fix, by = 'before start' }: Expected): Judgement {
  const right = said.find((one) => one.code === code && isPlace(one, place) && fix.test(one.text));
  if (right) return { isCaught: ORDER.indexOf(right.when) <= ORDER.indexOf(by), when: right.when, said: right };
  return { isCaught: false, said: said.find((one) => one.code === code) ?? said[0] };
}

function isPlace({ text, details }: Said, place: Expected['place']): boolean {
  if (typeof place === 'string') return text.includes(place);
  if (place instanceof RegExp) return place.test(text);
  return Object.entries(place).every(([key, value]) => details[key] === value);
}
