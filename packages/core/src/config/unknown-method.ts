import { ConfigurationError } from '../errors.ts';
import { nearestName } from './nearest-name.ts';

/** The error for a method that a back end does not have. */
export function unknownMethod(platform: string, method: string, known: readonly string[]): ConfigurationError {
  const nearest = nearestName(String(method), known);
  const names = known.map((name) => `"${name}"`).join(', ');
  const message = `Back end "${platform}" has no method "${String(method)}". There is: ${known.join(', ')}.`;
  return new ConfigurationError('METHOD_UNKNOWN', message, {
    hint: nearest === undefined ? `Use one of ${names}.` : `Did you mean "${nearest}"?`,
    details: { method: String(method), known: [...known], ...(nearest === undefined ? {} : { nearest }) },
  });
}
