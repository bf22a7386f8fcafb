import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OPTIMIZER_BYTES } from '../memory/constants.ts';
import type { DiskPlan } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';

/** Numbers of what is trained, and of the whole model. */
export interface TrainedSize {
  readonly trained: number;
  readonly parameters: number;
}

/** Tokenizer, states and manifests beside a checkpoint's tensors; measured on checkpoints of both engines. */
const BESIDES = 4_000_000;
/** Trained weights are written in float32, as they are trained. */
const WEIGHT_BYTES = 4;

/**
 * What checkpoints and the model take. A checkpoint holds the trained weights and the optimizer's state; an old one goes
 * only when its successor is complete, so that for a moment there is one more than are kept.
 */
export function estimateDisk(
  size: TrainedSize | undefined, shape: TrainingShape, totalSteps: number | undefined, freeBytes: number | null,
): DiskPlan {
  const checkpoints = checkpointsOf(shape, totalSteps);
  if (!size) return { checkpointBytes: null, checkpoints, modelBytes: null, totalBytes: null, freeBytes };
  const modelBytes = size.trained * WEIGHT_BYTES + BESIDES;
  const checkpointBytes = modelBytes + size.trained * OPTIMIZER_BYTES[shape.optimizer];
  const totalBytes = checkpoints === null ? null : checkpoints * checkpointBytes + modelBytes;
  return { checkpointBytes, checkpoints, modelBytes, totalBytes, freeBytes };
}

/** How many checkpoints are on the disk at most; `null` when nobody removes any and the steps are not known. */
function checkpointsOf({ saves, epochs }: TrainingShape, totalSteps: number | undefined): number | null {
  const { strategy, every, kept } = saves;
  if (strategy === 'no') return 0;
  const interval = every < 1 ? Math.ceil(every * (totalSteps ?? 1)) : every;
  const written = strategy === 'epoch'
    ? Math.ceil(epochs)
    : totalSteps === undefined ? Infinity : Math.max(1, Math.ceil(totalSteps / interval));
  const most = Math.min(written, kept === null ? Infinity : kept + 1);
  return Number.isFinite(most) ? most : null;
}

/** Free bytes where a path lies, or will lie; `null` where the system does not tell. */
export async function freeDisk(path: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch {
    return dirname(path) === path ? null : freeDisk(dirname(path));
  }
}
