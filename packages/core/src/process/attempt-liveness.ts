import type { Liveness } from '../contract/executor.ts';
import { processIdentitySchema } from '../contract/records.ts';
import { readRecord } from '../runs/read-record.ts';
import { livenessOf } from './identity.ts';

/** Whether any of an attempt's processes is there; `identities` are the files that say who they are. */
export async function attemptLiveness(identities: readonly string[]): Promise<Liveness> {
  const found: Liveness[] = [];
  for (const path of identities) {
    const identity = await readRecord(path, processIdentitySchema);
    if (identity) found.push(await livenessOf(identity));
  }
  if (found.includes('alive')) return 'alive';
  return found.includes('unknown') ? 'unknown' : 'gone';
}
