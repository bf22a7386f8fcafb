import { isObject } from '../../config/paths.ts';
import { nearestName } from '../../config/nearest-name.ts';
import type { JsonValue } from '../../contract/json.ts';
import { ConfigurationError } from '../../errors.ts';
import type { AttemptOptions, TrainOptions } from './train-options.ts';

interface Rule {
  readonly expected: string;
  fits(value: unknown): boolean;
}

const DEVICE = /^(?!\.{1,2}$)[\w.:-]{1,128}$/;

const flag: Rule = { expected: 'true or false', fits: (value) => typeof value === 'boolean' };
const oneOf = (...words: readonly string[]): Rule => ({
  expected: words.map((word) => `"${word}"`).join(' or '), fits: (value) => words.includes(value as string),
});

const ATTEMPT: Readonly<Record<keyof AttemptOptions, Rule>> = {
  signal: { expected: 'an AbortSignal', fits: isSignal },
  detached: flag,
  queue: flag,
  devices: {
    expected: 'a list of names of 1 to 128 letters, digits and "_.:-"',
    fits: (value) => Array.isArray(value) && value.every((name) => typeof name === 'string' && DEVICE.test(name)),
  },
  stallMs: {
    expected: 'milliseconds, 0 or more',
    fits: (value) => typeof value === 'number' && value >= 0 && value < Infinity,
  },
  onStall: oneOf('event', 'stop'),
  pythonPath: { expected: 'the path of an interpreter', fits: isText },
};

const TRAIN: Readonly<Record<keyof TrainOptions, Rule>> = {
  ...ATTEMPT,
  // What an id may be is told where it is read, with an error of its own.
  runId: { expected: 'an id', fits: () => true },
  from: {
    expected: 'a folder, or an object with its path',
    fits: (value) => isText(value) || (isObject(value) && isText(value['path'])),
  },
  preflight: oneOf('enforce', 'warn', 'off'),
  tags: {
    expected: 'names with texts',
    fits: (value) => isObject(value) && Object.values(value).every((tag) => typeof tag === 'string'),
  },
};

/** Checks the options of `train`. @throws ConfigurationError `CONFIG_INVALID`, naming the option */
export function checkTrainOptions(options: TrainOptions): void {
  check(TRAIN, options);
}

/** Checks the options of `resume`. @throws ConfigurationError `CONFIG_INVALID`, naming the option */
export function checkAttemptOptions(options: AttemptOptions): void {
  check(ATTEMPT, options);
}

function check(rules: Readonly<Record<string, Rule>>, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (value === undefined) continue;
    if (!rule) throw unknownOption(name, Object.keys(rules));
    if (!rule.fits(value)) throw badOption(name, value, rule.expected);
  }
}

function unknownOption(name: string, known: readonly string[]): ConfigurationError {
  const nearest = nearestName(name, known);
  return new ConfigurationError('CONFIG_INVALID', `There is no option ${name}. There is: ${known.join(', ')}.`, {
    hint: nearest === undefined ? 'Leave it out.' : `Did you mean ${nearest}?`,
    details: { option: name, known: [...known], ...(nearest === undefined ? {} : { nearest }) },
  });
}

function badOption(option: string, value: unknown, expected: string): ConfigurationError {
  return new ConfigurationError('CONFIG_INVALID', `The option ${option} is ${shown(value)}, expected ${expected}.`, {
    hint: `Pass ${expected}, or leave it out.`,
    details: { option, found: shown(value), expected } satisfies Record<string, JsonValue>,
  });
}

function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a ${typeof value}`;
  }
}

/** Also one of another realm, or of a library that has its own. */
function isSignal(value: unknown): boolean {
  return isObject(value) && 'aborted' in value && typeof (value as Partial<AbortSignal>).addEventListener === 'function';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
