import type { TrainingShape } from '../../src/plan/training-shape.ts';
import type { ModelShape } from '../../src/plan/model/model-shape.ts';

/** A Llama with round sizes, so that a reader can count along. */
export const MODEL: ModelShape = {
  family: 'llama', layers: 10, hidden: 1000, heads: 10, keyHeads: 10, headSize: 100, inner: 4000, gated: true,
  vocabulary: 10_000, tied: false, attentionBias: false, keyNorm: false, isKnown: true,
};

/** All weights trained, in float32 on a CPU. */
export const FULL: TrainingShape = {
  engine: 'trl', device: 'cpu', batchSize: 4, accumulation: 2, epochs: 3, maxTokens: 512, packing: false,
  checkpointing: false, weightBits: 32, activationBits: 32, optimizer: 'adamw', loss: 'sft', copiesReference: false,
  heldOutShare: 0, saves: { strategy: 'steps', every: 50, kept: 3 },
  keys: {
    batchSize: 'training.size', accumulation: 'training.accumulation', maxTokens: 'training.max', rank: 'lora.r',
    checkpointing: ['training.checkpointing'], optimizer: 'training.optim', fineTune: 'training.type',
    quantize: 'model.four_bits', kept: 'training.kept',
  },
};

/** The same with LoRA of rank 10 on every linear layer. */
export const SHAPE = {
  ...FULL, adapter: { rank: 10, targets: 'all-linear', dropout: false, dora: false, wholeModules: [] },
} as const satisfies TrainingShape;
