import type { StepsPlan } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';

/** What is known of the rows before they are tokenized. */
export interface RowFacts {
  /** Rows that the method can use. */
  readonly rows: number;
  readonly tokens: number;
  readonly longest: number;
}

/** Shares of a packed sequence that TRL's best-fit packing leaves empty are below this (arXiv 2404.10830, §3). */
const PACKED_SHARE = 0.99;

/**
 * Rows, tokens and optimizer steps of a training, counted as the trainers count: a step never spans two epochs, KTO
 * leaves out a last row that would be alone in its batch. Where rows are packed, sequences take their place.
 */
export function countSteps(facts: RowFacts, shape: TrainingShape): StepsPlan {
  const trained = facts.rows - heldOut(facts.rows, shape);
  const rows = shape.loss === 'sft' || trained % shape.batchSize !== 1 ? trained : trained - 1;
  const share = facts.rows === 0 ? 0 : rows / facts.rows;
  const tokensPerEpoch = Math.round(Math.min(facts.tokens, facts.rows * shape.maxTokens) * share);
  const sequences = shape.packing ? Math.ceil(tokensPerEpoch / (shape.maxTokens * PACKED_SHARE)) : rows;
  const stepsPerEpoch = Math.ceil(Math.ceil(sequences / shape.batchSize) / shape.accumulation);
  return {
    rows, tokensPerEpoch,
    longestTokens: shape.packing ? shape.maxTokens : Math.min(facts.longest, shape.maxTokens),
    stepsPerEpoch,
    totalSteps: shape.maxSteps ?? Math.ceil(shape.epochs * stepsPerEpoch),
  };
}

function heldOut(rows: number, { heldOutShare }: TrainingShape): number {
  return heldOutShare > 0 ? Math.max(1, Math.round(rows * heldOutShare)) : 0;
}
