import { processIdentitySchema } from '../../contract/records.ts';
import { livenessOf } from '../../process/identity.ts';
import { readRecord } from '../../runs/read-record.ts';
import { builderRecord } from '../environment-paths.ts';
import { readReadyMark } from '../ready-mark.ts';

/** Whether a program that is there, here or elsewhere, builds the environment in `directory`. */
export async function isBeingBuilt(directory: string): Promise<boolean> {
  if (await readReadyMark(directory)) return false;
  const builder = await readRecord(builderRecord(directory), processIdentitySchema).catch(() => undefined);
  return builder !== undefined && (await livenessOf(builder)) !== 'gone';
}
