import type { DoctorFinding } from '../../contract/doctor.ts';
import { isOlder } from '../is-older.ts';
import { askNvidia } from '../nvidia-smi.ts';
import type { Check, Patient } from '../patient.ts';

const DOWNLOAD = 'https://www.nvidia.com/drivers';

/** Whether there is an NVIDIA GPU where one is trained on, with a driver that the packages can work with. */
export const nvidiaDriverCheck: Check = {
  name: 'nvidia-driver',
  async run(patient) {
    const [oldest] = patient.targets.flatMap(({ spec }) => spec.needs?.nvidiaDriver ?? []);
    return oldest === undefined ? [] : lookAtDriver(patient, oldest);
  },
};

async function lookAtDriver({ machine }: Patient, oldest: string): Promise<DoctorFinding[]> {
  const { gpus, output } = await askNvidia(machine);
  if (/version mismatch/i.test(output)) {
    return [{
      code: 'DRIVER_BROKEN', severity: 'error', evidence: lastLines(output), fix: 'Start the machine again.',
      message: 'The NVIDIA driver was updated while its old part is still loaded.',
      command: machine.platform === 'win32' ? 'shutdown /r' : 'sudo reboot',
    }];
  }
  const [gpu] = gpus;
  if (!gpu) {
    const message = 'No NVIDIA GPU with a working driver was found.';
    return [{
      code: 'GPU_NOT_FOUND', severity: 'error', message, evidence: lastLines(output || 'nvidia-smi is not there'),
      fix: `Install its driver (${DOWNLOAD}); or train on the CPU: new RTXBackend({ device: 'cpu' }).`,
      command: installDriver(machine.platform, oldest),
    }];
  }
  if (!isOlder(gpu.driver, oldest)) return [];
  return [{
    code: 'DRIVER_TOO_OLD', severity: 'error', fix: `Install a newer driver (${DOWNLOAD}).`,
    message: `The NVIDIA driver ${gpu.driver} is older than the packages need: ${oldest} or newer.`,
    evidence: gpus.map(({ name, driver }) => `${name}: driver ${driver}`),
    command: installDriver(machine.platform, oldest),
  }];
}

function installDriver(platform: NodeJS.Platform, oldest: string): string {
  return platform === 'win32' ? `start ${DOWNLOAD}` : `sudo apt install nvidia-driver-${oldest}`;
}

function lastLines(output: string): string[] {
  return output.trim().split('\n').slice(-3);
}
