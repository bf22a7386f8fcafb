import { gigabytes } from '../sizes.ts';
import type { Check } from '../patient.ts';

/** What importing the packages and loading a small model takes, in bytes. */
const LEAST = 2e9;

/** Whether the machine has memory left to begin a training. */
export const memoryCheck: Check = {
  name: 'memory',
  async run({ machine }) {
    const { total, available } = machine.memory();
    if (available >= LEAST) return [];
    return [{
      code: 'MEMORY_LOW', severity: 'warning',
      message: `Only ${gigabytes(available)} of memory are free: importing the packages alone takes about 1 GB.`,
      evidence: [`free: ${gigabytes(available)}`, `in all: ${gigabytes(total)}`],
      fix: 'End what is not needed; this lists the largest programs.',
      command: machine.platform === 'win32' ? 'tasklist /FI "MEMUSAGE gt 500000"' : 'ps axo pid,rss,comm | sort -nrk2',
    }];
  },
};
