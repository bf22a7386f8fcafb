import type { DoctorFinding } from '../../contract/doctor.ts';
import { gigabytes } from '../sizes.ts';
import type { Check } from '../patient.ts';

/** Whether this is the Windows Subsystem for Linux, and what that means here. */
export const wslCheck: Check = {
  name: 'wsl',
  async run({ machine, home }) {
    const version = machine.platform === 'linux' ? ((await machine.readText('/proc/version')) ?? '') : '';
    if (!/microsoft/i.test(version)) return [];
    const isFirst = !/wsl2|microsoft-standard/i.test(version);
    const evidence = [version.trim().slice(0, 120), `memory: ${gigabytes(machine.memory().total)}`];
    const findings: DoctorFinding[] = [isFirst
      ? {
          code: 'WSL', severity: 'error', evidence,
          message: 'This is WSL 1, which has no GPU.', fix: 'Turn it into WSL 2.',
          command: `wsl.exe --set-version ${machine.env['WSL_DISTRO_NAME'] ?? 'Ubuntu'} 2`,
        }
      : {
          code: 'WSL', severity: 'info', evidence,
          message: 'This is WSL 2: it has half of the memory, and its GPU may spill into slow shared memory.',
          fix: 'Give it more memory: [wsl2] memory= in %USERPROFILE%\\.wslconfig, then start it again.',
          command: 'wsl.exe --shutdown',
        }];
    if (!home.startsWith('/mnt/')) return findings;
    return [...findings, {
      code: 'WSL_SLOW_DISK', severity: 'warning',
      message: 'The home lies on a drive of Windows, which is slow from here and has no locks.',
      evidence: [home], fix: 'Use a folder of the Linux file system.',
      command: 'export TUNER_HOME=~/.local/share/tuner',
    }];
  },
};
