import type { Random } from '../../../packages/examples/src/rows/random.ts';
import type { Target } from '../lane.ts';
import type { Moment } from '../moments.ts';

/** What will happen to one attempt. */
export interface Plan {
  readonly detached: boolean;
  /** Asked for at this moment, by the host that started it or by another one. */
  readonly ask?: {
    readonly mode: 'stop' | 'cancel'; readonly at: Moment; readonly delayMs: number; readonly byStranger: boolean;
  };
  readonly strike?: { readonly targets: readonly Target[]; readonly at: Moment; readonly delayMs: number };
  /** Whether the training goes too slowly to end by itself, so that something else must end it. */
  readonly held: boolean;
  /** Whether somebody looks at once, or only when all has come to rest. */
  readonly openAtOnce: boolean;
}

const TARGETS: readonly (readonly Target[])[] = [
  ['trainer'], ['trainer'], ['supervisor'], ['supervisor'], ['host'], ['host'],
  ['host', 'supervisor'], ['host', 'trainer'], ['supervisor', 'trainer'], ['host', 'supervisor', 'trainer'],
];
const MOMENTS: readonly Moment[] = [
  'called', 'recorded', 'supervised', 'gated', 'training', 'training', 'training', 'saved', 'saved', 'asked',
  'acknowledged', 'exited', 'concluded',
];

/** Draws what will happen to an attempt; where it is left alone, nothing. */
export function drawPlan(random: Random, mayKill: boolean, isLeftAlone: boolean): Plan {
  const detached = random.next() < 0.5;
  const openAtOnce = random.next() < 0.5;
  const asks = random.next() < 0.4 && !isLeftAlone;
  const ask = {
    mode: random.next() < 0.7 ? ('stop' as const) : ('cancel' as const), byStranger: random.next() < 0.3,
    at: random.pick(['recorded', 'supervised', 'gated', 'training', 'training', 'saved', 'acknowledged'] as const),
    delayMs: random.below(60),
  };
  const at = random.pick(MOMENTS);
  const delayMs = at === 'training' || at === 'saved' ? random.below(400) : random.below(40);
  const strike = { targets: random.pick(TARGETS), at: at === 'asked' && !asks ? ('training' as const) : at, delayMs };
  // What comes after the end is not waited for where the end does not come.
  const isLate = strike.at === 'acknowledged' || strike.at === 'exited' || strike.at === 'concluded';
  const endsWithHost = mayKill && !isLeftAlone && !isLate && !detached && strike.targets.includes('host');
  const held = asks ? ask.at !== 'acknowledged' : endsWithHost;
  return { detached, openAtOnce, held, ...(asks ? { ask } : {}), ...(mayKill && !isLeftAlone ? { strike } : {}) };
}
