import { healthKeys } from '@tuner/core/config-keys';
import * as z from 'zod';
import { datasetSection } from './dataset-section.ts';
import { evaluationSection } from './evaluation-section.ts';
import { seedKey, systemSection } from './system-section.ts';
import { wandbSection } from './wandb-section.ts';

/** What stands in the documents of SFT and KTO alike, beside model, lora and training. */
export const commonSections = {
  dataset: datasetSection,
  evaluation: evaluationSection,
  health: z.strictObject(healthKeys).prefault({}),
  wandb: wandbSection,
  system: systemSection,
  seed: seedKey,
};
