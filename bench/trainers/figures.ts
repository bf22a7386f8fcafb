import type { Case, Marks, Verdict } from './suite.ts';

/** What one training cost and gave. */
export interface Figures {
  /** Tokens that are not padding, a second of training. */
  readonly tokensPerSecond: number;
  /** The same for a second on a processor, which other work on the machine changes little. NaN where unknown. */
  readonly tokensPerCpuSecond: number;
  /** Seconds from the start of the process to the end of the first step. */
  readonly firstStep: number;
  /** Seconds on the processors from the start of the process to the end of the first step. NaN where unknown. */
  readonly firstStepCpu: number;
  /** Seconds of the whole process. */
  readonly wall: number;
  /** Resident memory; on a GPU, its own. */
  readonly peakBytes: number;
  readonly loss: number;
  /** The share of the GPU's peak that was used; NaN where that is not known. */
  readonly utilization: number;
}

/** What python/measure.py tells of a process. */
export interface Cost {
  readonly started: number;
  readonly wall: number;
  readonly peakBytes: number;
  readonly samples: readonly (readonly [moment: number, cpu: number])[];
}

/** One training that has ended. */
export interface Ended {
  readonly cost: Cost;
  readonly marks: Marks;
}

/** The figures of a training whose adapter has this loss. */
export function figuresOf({ epochs }: Case, { cost, marks }: Ended, { tokens, flops }: Verdict, loss: number): Figures {
  const { begun, firstStep, ended, gpuBytes } = marks;
  const tokensPerSecond = (tokens * epochs) / (ended - begun);
  return {
    tokensPerSecond,
    tokensPerCpuSecond: (tokens * epochs) / (cpuAt(cost, ended) - cpuAt(cost, begun)),
    firstStep: firstStep - cost.started,
    firstStepCpu: cpuAt(cost, firstStep),
    wall: cost.wall,
    peakBytes: gpuBytes ?? cost.peakBytes,
    loss,
    utilization: flops === undefined ? Number.NaN : (tokensPerSecond * flops.token) / flops.peak,
  };
}

function cpuAt({ samples }: Cost, moment: number): number {
  return samples.findLast(([when]) => when <= moment)?.[1] ?? Number.NaN;
}
