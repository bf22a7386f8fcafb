import { isObject } from '../config/paths.ts';
import { nearestName } from '../config/nearest-name.ts';
import type { JsonValue } from '../contract/json.ts';
import { ConfigurationError } from '../errors.ts';
import type { OptionRules } from './rules.ts';

/**
 * Checks the options of `call` by name, for callers without types; `undefined` is as good as left out.
 * @throws ConfigurationError `CONFIG_INVALID`, naming the option
 */
export function checkOptions<O extends object>(call: string, rules: OptionRules<O>, options: O): void {
  if (!isObject(options)) throw noOptions(call, options);
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof O & string] : undefined;
    if (value === undefined) continue;
    if (!rule) throw unknownOption(call, name, Object.keys(rules));
    if (!rule.fits(value)) throw badOption(call, name, value, rule.expected);
  }
}

function noOptions(call: string, found: unknown): ConfigurationError {
  const message = `The options of ${call} are ${shown(found)}, expected an object.`;
  return new ConfigurationError('CONFIG_INVALID', message, {
    hint: 'Pass an object, or leave it out.', details: { found: shown(found), expected: 'an object' },
  });
}

function unknownOption(call: string, name: string, known: readonly string[]): ConfigurationError {
  const nearest = nearestName(name, known);
  const message = `${call} has no option ${name}. There is: ${known.join(', ')}.`;
  return new ConfigurationError('CONFIG_INVALID', message, {
    hint: nearest === undefined ? 'Leave it out.' : `Did you mean ${nearest}?`,
    details: { option: name, known: [...known], ...(nearest === undefined ? {} : { nearest }) },
  });
}

function badOption(call: string, option: string, value: unknown, expected: string): ConfigurationError {
  const message = `The option ${option} of ${call} is ${shown(value)}, expected ${expected}.`;
  return new ConfigurationError('CONFIG_INVALID', message, {
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
