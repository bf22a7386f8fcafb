import type { ModelShape } from './model-shape.ts';

/** `builtin:tiny`, as `Trainers/tuner_trainers/tiny_model/build.py` makes it. */
export const TINY_MODEL: ModelShape = {
  family: 'llama', layers: 3, hidden: 128, heads: 4, keyHeads: 4, headSize: 32, inner: 512, gated: true,
  vocabulary: 400, tied: true, attentionBias: false, keyNorm: false, isKnown: true,
};
