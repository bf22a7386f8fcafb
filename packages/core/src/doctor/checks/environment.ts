import { basename } from 'node:path';
import { lastGood } from '../../environment/environment-paths.ts';
import type { Check } from '../patient.ts';
import { platformFinding } from '../platform-finding.ts';

/** Whether each back end that can train here has an environment that was proven. */
export const environmentCheck: Check = {
  name: 'environment',
  async run({ home, machine, targets }) {
    const waiting = targets.filter((target) => target.python === undefined && !platformFinding(target, machine));
    return waiting.map(({ backend, spec }) => {
      const earlier = lastGood(home, spec);
      const seen = earlier === undefined ? `nothing in ${home}` : `one with other packages: ${basename(earlier)}`;
      return {
        code: 'ENVIRONMENT_NOT_READY', severity: 'error',
        message: `The Python environment "${spec.name}" has not been built yet.`,
        evidence: [seen],
        fix: 'Build it, or pass pythonPath.',
        command: `await tuner.ensureEnvironment('${backend}')`,
      } as const;
    });
  },
};
