import type { AdapterShape } from '../training-shape.ts';
import { adaptedLayers, linearLayers, type LinearLayer } from './linear-layers.ts';
import type { ModelShape } from './model-shape.ts';

/** How many numbers a model has, by what becomes of them when it is quantized or trained. */
export interface ParameterCounts {
  /** The embedding, and the head where it has weights of its own: never quantized. */
  readonly embedding: number;
  /** The head alone; 0 where it is tied to the embedding. */
  readonly head: number;
  /** Matrices of the blocks: what quantization makes smaller. */
  readonly matrices: number;
  /** Norms and biases. */
  readonly small: number;
  readonly total: number;
}

/** Counts a model's weights by its shape. */
export function countParameters(model: ModelShape): ParameterCounts {
  const { hidden, vocabulary, layers, heads, keyHeads, headSize } = model;
  const head = model.tied ? 0 : vocabulary * hidden;
  const matrices = sum(blocks(model, (layer) => layer.from * layer.to * layer.copies));
  const biases = model.attentionBias ? (heads + 2 * keyHeads) * headSize : 0;
  const norms = 2 * hidden + (model.keyNorm ? 2 * headSize : 0);
  const small = layers * (norms + biases) + hidden;
  return { embedding: vocabulary * hidden, head, matrices, small, total: vocabulary * hidden + head + matrices + small };
}

/** How many numbers an adapter has; modules that are trained in full beside it are `wholeParameters`. */
export function adapterParameters(model: ModelShape, adapter: AdapterShape): number {
  const { rank, targets, dora } = adapter;
  const per = ({ from, to, copies }: LinearLayer) => copies * (rank * (from + to) + (dora ? to : 0));
  return sum(adaptedBlocks(model, adapter).map((block) => sum(adaptedLayers(model, block, targets).map(per))));
}

/** The blocks that have an adapter, by number. */
export function adaptedBlocks({ layers }: ModelShape, { blocks: count = layers }: AdapterShape): number[] {
  const first = Math.max(0, layers - count);
  return Array.from({ length: layers - first }, (_, index) => first + index);
}

/** The numbers of modules that are trained in full: PEFT keeps the frozen original beside them. */
export function wholeParameters(model: ModelShape, names: readonly string[]): number {
  const table = model.vocabulary * model.hidden;
  return sum(names.map((name) => {
    if (['embed_tokens', 'lm_head', 'wte', 'embed_in', 'embed_out'].includes(name)) return table;
    return sum(blocks(model, (layer) => (layer.name === name ? layer.from * layer.to * layer.copies : 0)));
  }));
}

function blocks(model: ModelShape, value: (layer: LinearLayer) => number): number[] {
  return Array.from({ length: model.layers }, (_, block) => sum(linearLayers(model, block).map(value)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
