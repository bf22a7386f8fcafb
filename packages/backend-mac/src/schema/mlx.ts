import { healthKeys } from '@tuner/core/config-keys';
import * as z from 'zod';
import { dataSection } from './data-section.ts';
import { evaluationSection } from './evaluation-section.ts';
import { ktoSection } from './kto-section.ts';
import { loggingSection } from './logging-section.ts';
import { loraSection } from './lora-section.ts';
import { modelSection } from './model-section.ts';
import { outputSection } from './output-section.ts';
import { systemSection } from './system-section.ts';
import { trainingSection } from './training-section.ts';

/** The document of method `mlx`: SFT or KTO with MLX. */
export const mlxSchema = z.strictObject({
  model: modelSection,
  lora: loraSection,
  training: trainingSection,
  kto: ktoSection,
  data: dataSection,
  output: outputSection,
  logging: loggingSection,
  evaluation: evaluationSection,
  health: z.strictObject(healthKeys).prefault({}),
  system: systemSection,
});

/** The settings of method `mlx`. */
export type MlxSettings = z.infer<typeof mlxSchema>;
