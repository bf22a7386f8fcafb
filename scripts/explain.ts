import { isTunerError } from '@tuner/core';

/** Ends a script with what went wrong, in words and without a stack. */
export function explain(error: unknown): void {
  const { message } = error as Error;
  process.stderr.write(`\n${message}\n${isTunerError(error) && error.hint ? `${error.hint}\n` : ''}`);
  process.exitCode = 1;
}
