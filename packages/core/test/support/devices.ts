import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** What makes runs share one device, of no other test. */
export function oneDevice() {
  return { devices: ['GPU-1f:0'], locks: join(temporaryFolder(), 'locks') };
}
