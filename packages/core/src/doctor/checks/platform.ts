import type { Check } from '../patient.ts';
import { platformFinding } from '../platform-finding.ts';

/** Whether each back end exists for this kind of machine. One of several that does not is no fault: others train. */
export const platformCheck: Check = {
  name: 'platform',
  async run({ machine, targets }) {
    const found = targets.flatMap((target) => platformFinding(target, machine) ?? []);
    if (found.length === targets.length) return found;
    return found.map((finding) => ({ ...finding, severity: 'info' }));
  },
};
