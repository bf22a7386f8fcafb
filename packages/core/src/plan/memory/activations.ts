import type { ModelShape } from '../model/model-shape.ts';
import { adaptedLayers, type LinearLayer } from '../model/linear-layers.ts';
import { adaptedBlocks } from '../model/count-parameters.ts';
import type { TrainingShape } from '../training-shape.ts';

/** What a micro-batch keeps, in bytes. */
export interface Activations {
  /** Kept from the forward pass until the backward pass has used it. */
  readonly kept: number;
  /** What the backward pass of one block needs besides. */
  readonly work: number;
  /** Copies of frozen weights with their adapter added, kept as long. */
  readonly merged: number;
}

/** Rows of a micro-batch, all as long as the longest. */
export interface Batch {
  readonly rows: number;
  readonly length: number;
}

/**
 * What the blocks keep of a batch. Counted tensor by tensor from what each operation saves, in the manner of Korthikanti
 * et al. (arXiv 2205.05198, section 4.1) but for blocks with a gate, rotary positions and norms of the root mean square;
 * docs/plan.md has the list. With checkpointing a block keeps its input only (section 5), and one is computed again.
 */
export function activationsOf(model: ModelShape, shape: TrainingShape, batch: Batch): Activations {
  const bytes = shape.activationBits / 8;
  const tokens = batch.rows * batch.length;
  const adapted = shape.adapter ? new Set(adaptedBlocks(model, shape.adapter)) : undefined;
  const perBlock = Array.from({ length: model.layers }, (_, block) => {
    const isTrained = !adapted || adapted.has(block);
    return bytes * tokens * blockNumbers(model, shape, block, isTrained) + scoresBytes(model, shape, batch);
  });
  const first = adapted ? Math.min(...adapted) : 0;
  // Blocks below the first that is trained carry no gradient: nothing of them is kept.
  const kept = perBlock.filter((_, block) => block >= first);
  const largest = Math.max(...kept);
  const work = bytes * tokens * workNumbers(model) + scoresBytes(model, shape, batch);
  const final = bytes * tokens * FINAL_STATES * model.hidden;
  const merged = sum(Array.from({ length: model.layers }, (_, block) => (adapted?.has(block) ? mergedBytes(model, shape, block, tokens) : 0)));
  if (!shape.checkpointing) return { kept: sum(kept) + final, work, merged };
  return { kept: kept.length * bytes * tokens * model.hidden + final, work: work + largest, merged: merged / kept.length };
}

/** The states after the last block: normed, picked out, and their gradient. */
const FINAL_STATES = 3;

/** Numbers that a block keeps for a token. */
function blockNumbers(model: ModelShape, shape: TrainingShape, block: number, isAdapted: boolean): number {
  const { hidden, heads, keyHeads, headSize } = model;
  const [queries, keys] = [heads * headSize, keyHeads * headSize];
  // Normed and residual states, twice each; transformers norms the latter as a copy in float32.
  const states = 2 * hidden + 2 * hidden * (shape.engine === 'trl' ? 32 / shape.activationBits : 1);
  // Queries, keys, values and what comes of them.
  const attention = states + 2 * queries + 2 * keys + (model.keyNorm ? queries + keys : 0);
  // A norm whose weight is trained keeps what it multiplies.
  const norms = shape.adapter ? 0 : 2 * hidden;
  return attention + norms + feedForwardNumbers(model, shape, block) + (isAdapted ? adapterNumbers(model, shape, block) : 0);
}

/** Gate, its activation, what it multiplies, and the product; without a gate, before and after the activation. */
function feedForwardNumbers(model: ModelShape, { engine }: TrainingShape, block: number): number {
  const perWidth = model.gated ? (engine === 'mlx' ? 5 : 4) : engine === 'mlx' ? 3 : 2;
  const { experts } = model;
  if (!experts || block < experts.denseLayers) return perWidth * model.inner;
  // Each token goes through some experts, each with a copy of the token's states.
  return perWidth * (experts.active * experts.inner + experts.shared) + 2 * experts.active * model.hidden + experts.count;
}

/**
 * DoRA scales base and branch apart, and keeps both (arXiv 2402.09353, equation 5). What it works with on the way back
 * is measured to be three quarters of one more.
 */
const DORA_STATES = 2.75;

/** What the adapter's branch keeps: its narrow states; and, where it is no single operation, its wide ones. */
function adapterNumbers(model: ModelShape, shape: TrainingShape, block: number): number {
  const { adapter } = shape;
  if (!adapter) return 0;
  const layers = adaptedLayers(model, block, adapter.targets);
  const per = (value: (layer: LinearLayer) => number) => sum(layers.map(value));
  const narrow = per(({ copies }) => copies) * adapter.rank;
  // Dropout keeps what it let through, and what that was: on a CPU as a number, on a GPU as a byte.
  const marks = shape.device === 'cpu' ? 1 : 8 / shape.activationBits;
  const dropped = adapter.dropout ? per(({ from }) => from) * (1 + marks) : 0;
  const scaled = adapter.dora ? DORA_STATES * per(({ to }) => to) : 0;
  return narrow + dropped + scaled;
}

/**
 * On a CPU an adapter without dropout is added to a copy of its layer's weights where that is less work than to take the
 * tokens through it (`trl/model/fused_lora.py`).
 */
function mergedBytes(model: ModelShape, { engine, device, adapter }: TrainingShape, block: number, tokens: number): number {
  if (engine !== 'trl' || device !== 'cpu' || !adapter || adapter.dropout || adapter.dora) return 0;
  const biased = model.attentionBias ? ['q_proj', 'k_proj', 'v_proj'] : [];
  return sum(adaptedLayers(model, block, adapter.targets)
    .filter(({ name, from, to }) => !biased.includes(name) && from * to < tokens * (from + to))
    .map(({ from, to }) => from * to * 4));
}

/** Gradients at the widest place on the way back through a block. */
function workNumbers({ hidden, inner, experts }: ModelShape): number {
  return 2 * (experts ? experts.active * experts.inner + experts.shared : inner) + 2 * hidden;
}

/**
 * What an evaluation holds of a batch: nothing is kept, one block is worked on. Not measured apart: it matters only where
 * batches are much larger than those of the training.
 */
export function evaluationBytes({ hidden, inner }: ModelShape, { activationBits }: TrainingShape, { rows, length }: Batch): number {
  return rows * length * (activationBits / 8) * (3 * inner + 4 * hidden);
}

/** MLX has no fused attention on the way back: a block keeps the weight of every token for every other. */
function scoresBytes({ heads }: ModelShape, { engine, activationBits }: TrainingShape, { rows, length }: Batch): number {
  return engine === 'mlx' ? rows * heads * length * length * (activationBits / 8) : 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
