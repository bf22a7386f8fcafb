import type { Machine } from './machine/machine.ts';

/** A GPU, as NVIDIA's driver tells; memory in MiB. */
export interface Gpu {
  readonly uuid: string;
  readonly name: string;
  readonly driver: string;
  readonly total: number;
  readonly used: number;
}

/** A process that has memory of a GPU; `undefined` MiB where the system does not tell. */
export interface GpuProcess {
  readonly uuid: string;
  readonly pid: string;
  readonly name: string;
  readonly used: number | undefined;
}

/** Where WSL keeps it, outside the PATH of many shells. */
const ELSEWHERE = '/usr/lib/wsl/lib/nvidia-smi';

const GPU_FIELDS = 'uuid,name,driver_version,memory.total,memory.used';
const PROCESS_FIELDS = 'gpu_uuid,pid,process_name,used_memory';

/** The GPUs that nvidia-smi lists, and what it printed: a reason when there are none. */
export async function askNvidia(machine: Machine): Promise<{ readonly gpus: readonly Gpu[]; readonly output: string }> {
  const { exitCode, output } = await nvidiaSmi(machine, `--query-gpu=${GPU_FIELDS}`);
  if (exitCode !== 0) return { gpus: [], output };
  return {
    output,
    gpus: rowsOf(output).map(([uuid = '', name = '', driver = '', total, used]) => ({
      uuid, name, driver, total: Number(total), used: Number(used),
    })),
  };
}

/** The processes that compute on the GPUs. */
export async function askProcesses(machine: Machine): Promise<readonly GpuProcess[]> {
  const { exitCode, output } = await nvidiaSmi(machine, `--query-compute-apps=${PROCESS_FIELDS}`);
  if (exitCode !== 0) return [];
  return rowsOf(output).map(([uuid = '', pid = '', name = '', used = '']) => ({
    uuid, pid, name, used: /^\d+$/.test(used) ? Number(used) : undefined,
  }));
}

function nvidiaSmi(machine: Machine, query: string) {
  return machine.run(machine.exists(ELSEWHERE) ? ELSEWHERE : 'nvidia-smi', [query, '--format=csv,noheader,nounits']);
}

function rowsOf(output: string): string[][] {
  const rows = output.trim().split('\n').filter((line) => line.includes(','));
  return rows.map((row) => row.split(',').map((cell) => cell.trim()));
}
