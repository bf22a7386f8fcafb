import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** SHA-256 of a file of a run's model; `undefined` when it is not there. */
export function weightsOf(directory: string, file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(join(directory, 'model', file))).digest('hex');
  } catch {
    return undefined;
  }
}
