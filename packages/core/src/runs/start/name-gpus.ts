import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** How the GPUs of this machine are found out. */
export interface GpuSource {
  /** The UUID of each GPU by its number; rejects where there is no NVIDIA driver. */
  readonly uuids: () => Promise<ReadonlyMap<number, string>>;
  /** What `CUDA_VISIBLE_DEVICES` says; `undefined` where it is not set. */
  readonly visible: string | undefined;
}

const CUDA = /^cuda:(\d+)$/;
/** As `nvidia-smi --query-gpu=index,uuid --format=csv,noheader` tells of a GPU. */
const ROW = /^(\d+),\s*(GPU-[\w-]+)$/;
/** A driver that does not answer must not keep a run from its start, in milliseconds. */
const ANSWER_MS = 3000;
const run = promisify(execFile);

/**
 * The devices with each `cuda:N` as the UUID of its GPU, so that programs that see other GPUs, or number them
 * otherwise, wait for each other: N counts in `CUDA_VISIBLE_DEVICES` where that is set. Without an answer of the driver
 * it is `cuda:` with the number that the variable gives; one that is not there stays as it is: the trainer refuses it.
 */
export async function nameGpus(devices: readonly string[], source: GpuSource = thisMachine()): Promise<string[]> {
  if (!devices.some((device) => CUDA.test(device))) return [...devices];
  const uuids = await source.uuids().catch(() => new Map<number, string>());
  const names = devices.map((device) => {
    const number = CUDA.exec(device)?.[1];
    return number === undefined ? device : nameOf(Number(number), source.visible, uuids);
  });
  // Sorted, so that two attempts that need the same two can never wait for each other.
  return [...new Set(names)].sort();
}

function nameOf(number: number, visible: string | undefined, uuids: ReadonlyMap<number, string>): string {
  const entry = visible === undefined ? String(number) : visible.split(',')[number]?.trim() ?? '';
  if (/^\d+$/.test(entry)) return uuids.get(Number(entry)) ?? `cuda:${Number(entry)}`;
  if (!/^(GPU|MIG)-[\w-]+$/.test(entry)) return `cuda:${number}`;
  // The beginning of a UUID is enough for CUDA.
  const found = [...uuids.values()].filter((uuid) => uuid.startsWith(entry));
  return found.length === 1 ? found[0]! : entry;
}

function thisMachine(): GpuSource {
  return {
    visible: process.env['CUDA_VISIBLE_DEVICES'],
    async uuids() {
      const query = ['--query-gpu=index,uuid', '--format=csv,noheader'];
      const { stdout } = await run('nvidia-smi', query, { timeout: ANSWER_MS, killSignal: 'SIGKILL' });
      const rows = stdout.split('\n').map((line) => ROW.exec(line.trim())).filter((row) => row !== null);
      return new Map(rows.map(([, index, uuid]) => [Number(index), uuid!]));
    },
  };
}
