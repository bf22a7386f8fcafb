import { execFile } from 'node:child_process';
import { freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { TrainingShape } from '../training-shape.ts';

/** A device's memory in bytes. */
export interface MachineMemory {
  readonly availableBytes: number | null;
  readonly freeBytes: number | null;
}

const run = promisify(execFile);
/** The share of a Mac's memory that Metal recommends to use (`recommendedMaxWorkingSetSize`), about three quarters. */
const METAL_SHARE = 0.75;

/**
 * The memory of the device that a training runs on, where this machine has it. A container's limit counts; a GPU is
 * asked for with `nvidia-smi`, which changes nothing.
 */
export async function machineMemory(device: TrainingShape['device']): Promise<MachineMemory> {
  if (device === 'cuda') return nvidiaMemory();
  const limit = process.constrainedMemory();
  const all = limit > 0 && limit < totalmem() ? limit : totalmem();
  const free = Math.min(all, Math.max(freemem(), process.availableMemory()));
  if (device === 'cpu') return { availableBytes: all, freeBytes: free };
  if (process.platform !== 'darwin') return { availableBytes: null, freeBytes: null };
  return { availableBytes: all * METAL_SHARE, freeBytes: Math.min(free, all * METAL_SHARE) };
}

/** The first GPU, as the trainers take it. */
async function nvidiaMemory(): Promise<MachineMemory> {
  try {
    const query = ['--query-gpu=memory.total,memory.free', '--format=csv,noheader,nounits'];
    const { stdout } = await run('nvidia-smi', query, { timeout: 3000 });
    const [total, free] = (stdout.split('\n')[0] ?? '').split(',').map((part) => Number(part) * 2 ** 20);
    return { availableBytes: total || null, freeBytes: total ? (free ?? null) : null };
  } catch {
    return { availableBytes: null, freeBytes: null };
  }
}
