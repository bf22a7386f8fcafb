import type { RunEvent, RunEventOf } from './run-events.ts';
import { isTerminal, type RunStatus } from './status.ts';

/** A run at a glance, folded from its events: what a progress bar needs. */
export interface RunProgress {
  readonly status: RunStatus;
  /** What the trainer is doing, such as `loading_model`; empty before it said. */
  readonly phase: string;
  readonly step: number;
  readonly totalSteps: number;
  /** From 0 to 1. */
  readonly fraction: number;
  readonly epoch: number | null;
  readonly loss: number | null;
  /** The newest and the first value of the held-out loss. */
  readonly evaluationLoss: number | null;
  readonly firstEvaluationLoss: number | null;
  readonly learningRate: number | null;
  readonly gradNorm: number | null;
  readonly tokens: number;
  readonly tokensPerSecond: number | null;
  readonly etaSeconds: number | null;
  readonly memoryBytes: number | null;
  readonly peakMemoryBytes: number | null;
  readonly warnings: number;
  /** The newest event that was folded in. */
  readonly seq: number;
}

/** The progress of a run of which no event was seen. */
export const NO_PROGRESS: RunProgress = Object.freeze({
  status: 'created', phase: '', step: 0, totalSteps: 0, fraction: 0, epoch: null, loss: null, evaluationLoss: null,
  firstEvaluationLoss: null, learningRate: null, gradNorm: null, tokens: 0, tokensPerSecond: null, etaSeconds: null,
  memoryBytes: null, peakMemoryBytes: null, warnings: 0, seq: 0,
});

/**
 * Folds one event into a run's progress. Pure, so that it serves a terminal, a web page and a test alike; events that
 * were folded in before (by `seq`) change nothing.
 */
export function reduceProgress(progress: RunProgress, event: RunEvent): RunProgress {
  if (event.seq <= progress.seq) return progress;
  return { ...progress, ...changes(progress, event), seq: event.seq };
}

function changes(progress: RunProgress, event: RunEvent): Partial<RunProgress> {
  switch (event.type) {
    case 'run.queued': return { status: 'queued' };
    case 'run.started': return { status: 'running' };
    case 'attempt.started': return { status: 'running', ...ofAttempt(progress, event) };
    case 'run.stopping': return { status: 'stopping' };
    case 'run.ended': return isTerminal(event.status) ? { status: event.status, etaSeconds: null } : {};
    case 'phase': return { phase: event.name };
    case 'progress': return ofStep(event);
    case 'evaluation': return ofEvaluation(progress, event);
    case 'warning': return { warnings: progress.warnings + 1 };
    default: return {};
  }
}

/** A resumed attempt stands where its checkpoint stands; how fast the one before was says nothing of it. */
function ofAttempt({ totalSteps }: RunProgress, event: RunEventOf<'attempt.started'>): Partial<RunProgress> {
  const step = event.resumedFrom?.step ?? 0;
  return { phase: '', step, fraction: fractionOf(step, totalSteps), tokensPerSecond: null, etaSeconds: null };
}

function ofStep(event: RunEventOf<'progress'>): Partial<RunProgress> {
  const { step, totalSteps, epoch, loss, learningRate, gradNorm, tokens } = event;
  const { tokensPerSecond, etaSeconds, memoryBytes, peakMemoryBytes } = event;
  return {
    step, totalSteps, fraction: fractionOf(step, totalSteps), epoch, loss, learningRate, gradNorm, tokens,
    tokensPerSecond, etaSeconds, memoryBytes, peakMemoryBytes,
  };
}

function fractionOf(step: number, totalSteps: number): number {
  return totalSteps > 0 ? Math.min(1, step / totalSteps) : 0;
}

function ofEvaluation(progress: RunProgress, event: RunEventOf<'evaluation'>): Partial<RunProgress> {
  const loss = event.values['eval_loss'] ?? null;
  return { evaluationLoss: loss, firstEvaluationLoss: progress.firstEvaluationLoss ?? loss };
}
