import { basename } from 'node:path';
import type { EnvironmentSpec } from '../contract/environment.ts';
import { EnvironmentError, isTunerError } from '../errors.ts';
import { environmentPython, lastGood } from './environment-paths.ts';

/**
 * The same error, naming the last good environment of the back end where there is one: a failed build leaves it as it
 * was.
 */
export function withLastGood(home: string, spec: EnvironmentSpec, error: unknown): unknown {
  const folder = lastGood(home, spec);
  if (!isTunerError(error) || error.code === 'ABORTED' || folder === undefined) return error;
  const pythonPath = environmentPython(folder);
  const { code, message, hint = '', details, retryable, cause } = error;
  return new EnvironmentError(code, message, {
    hint: `${hint} The earlier environment ${basename(folder)} is as it was: pass pythonPath '${pythonPath}'.`.trim(),
    details: { ...details, lastGood: { id: basename(folder), pythonPath } }, retryable, cause,
  });
}
