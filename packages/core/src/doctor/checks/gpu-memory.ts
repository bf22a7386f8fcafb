import { askNvidia, askProcesses, type GpuProcess } from '../nvidia-smi.ts';
import type { Check } from '../patient.ts';

/** The share of a GPU's memory that others may have before it is told: a desktop takes some. */
const TAKEN = 0.1;
const NOBODY = 'nvidia-smi names no process: a desktop, or another container';

/** Who has the memory of the GPU. */
export const gpuMemoryCheck: Check = {
  name: 'gpu-memory',
  async run({ machine, targets }) {
    if (!targets.some(({ spec }) => spec.needs?.gpu === 'nvidia')) return [];
    const [{ gpus }, processes] = await Promise.all([askNvidia(machine), askProcesses(machine)]);
    return gpus.filter(({ used, total }) => used > TAKEN * total).map(({ uuid, name, used, total }) => {
      const owners = processes.filter((each) => each.uuid === uuid).sort((a, b) => (b.used ?? 0) - (a.used ?? 0));
      const end = machine.platform === 'win32' ? `taskkill /PID ${owners[0]?.pid}` : `kill ${owners[0]?.pid}`;
      return {
        code: 'GPU_MEMORY_TAKEN', severity: 'warning',
        message: `Others have ${mib(used)} of the ${mib(total)} of ${name}.`,
        evidence: owners.length === 0 ? [NOBODY] : owners.map(said),
        fix: 'End what is not needed, or train when it has ended.',
        ...(owners.length === 0 ? {} : { command: end }),
      } as const;
    });
  },
};

function said({ name, pid, used }: GpuProcess): string {
  return `${name} (pid ${pid})${used === undefined ? '' : `: ${mib(used)}`}`;
}

function mib(number: number): string {
  return number >= 1024 ? `${(number / 1024).toFixed(1)} GiB` : `${number} MiB`;
}
