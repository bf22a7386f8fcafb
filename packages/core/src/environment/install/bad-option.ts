import type { ErrorCode } from '../../contract/error-codes.ts';
import { ConfigurationError } from '../../errors.ts';
import { hideSecrets } from './hide-secrets.ts';

/** The error of an option of `ensureEnvironment` that is none. What is secret in it is left out. */
export function badOption(
  option: string, found: unknown, expected: string, code: ErrorCode = 'CONFIG_INVALID',
): ConfigurationError {
  const shown = hideSecrets(JSON.stringify(found) ?? 'missing');
  const message = `The option ${option} of ensureEnvironment is ${shown}, expected ${expected}.`;
  return new ConfigurationError(code, message, { details: { option, found: shown, expected } });
}
