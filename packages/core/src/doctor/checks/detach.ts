import type { Check } from '../patient.ts';

/** The supervisor's own rule, asked ahead. */
const SCRIPT = `
import sys
sys.path.insert(0, sys.argv[1])
from watch.detach import find_reason
print(find_reason() or "")
`;

/** Whether a detached run can outlive the program that starts it here. */
export const detachCheck: Check = {
  name: 'detach',
  async run({ machine, supervisor, targets }) {
    const anyPython = machine.platform === 'win32' ? 'python' : 'python3';
    const python = targets.find((target) => target.python !== undefined)?.python ?? anyPython;
    const { exitCode, output } = await machine.run(python, ['-I', '-c', SCRIPT, supervisor]);
    // Without a Python there is no supervisor either.
    if (exitCode === undefined) return [];
    const reason = output.trim();
    if (exitCode !== 0) throw new Error(reason.split('\n').at(-1));
    if (reason === '') return [];
    const unit = /\S+\.service\b/.exec(reason)?.[0];
    return [{
      code: 'DETACH_NOT_GUARANTEED', severity: 'info',
      message: `A detached run may not outlive the program that starts it: ${reason}.`,
      evidence: [reason],
      fix: unit ? 'Let the service leave its processes alone: KillMode=process.' : 'Keep what would end it running.',
      ...commandFor(reason, unit),
    }];
  },
};

function commandFor(reason: string, unit: string | undefined): { readonly command?: string } {
  if (reason.includes('enable-linger')) return { command: 'loginctl enable-linger' };
  return unit === undefined ? {} : { command: `systemctl edit ${unit}` };
}
