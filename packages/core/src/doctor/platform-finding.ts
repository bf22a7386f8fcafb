import type { DoctorFinding } from '../contract/doctor.ts';
import type { Machine } from './machine/machine.ts';
import type { Target } from './patient.ts';

/** What stands against a back end on this kind of machine, whatever is installed there. */
export function platformFinding({ backend, spec }: Target, { platform, arch }: Machine): DoctorFinding | undefined {
  if (spec.needs?.gpu !== 'metal' || (platform === 'darwin' && arch === 'arm64')) return undefined;
  return {
    code: 'GPU_NOT_FOUND', severity: 'error',
    message: `The back end ${backend} trains on Metal, which needs a Mac with Apple silicon.`,
    evidence: [`this is ${platform} on ${arch}`],
    fix: 'Train on such a Mac, or leave this back end out here.',
  };
}
