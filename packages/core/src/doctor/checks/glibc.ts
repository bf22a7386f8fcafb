import { isOlder } from '../is-older.ts';
import type { Check } from '../patient.ts';

/** Whether the C library of Linux is new enough for the wheels. */
export const glibcCheck: Check = {
  name: 'glibc',
  async run({ machine, targets }) {
    if (machine.platform !== 'linux') return [];
    return targets.flatMap(({ backend, spec: { needs } }) => {
      const { glibc } = machine;
      if (needs?.glibc === undefined || (glibc !== undefined && !isOlder(glibc, needs.glibc))) return [];
      const seen = glibc === undefined ? 'another C library, such as musl (Alpine)' : `glibc ${glibc}`;
      return [{
        code: 'GLIBC_TOO_OLD', severity: 'error',
        message: `The packages of ${backend} need glibc ${needs.glibc} or newer.`,
        evidence: [`this system has ${seen}`],
        fix: 'Use a newer Linux, such as Debian 12, Ubuntu 22.04 or Fedora 36; or such a container.',
        command: 'docker run -it node:24-bookworm bash',
      } as const];
    });
  },
};
