import { DatasetError } from '../errors.ts';

/** The error of an option of `call` that is none. */
export function badOption(call: string, option: string, found: unknown, expected: string): DatasetError {
  const shown = JSON.stringify(found) ?? 'missing';
  const message = `The option ${option} of ${call} is ${shown}, expected ${expected}.`;
  return new DatasetError('DATASET_INVALID', message, { details: { option, found: shown, expected } });
}
