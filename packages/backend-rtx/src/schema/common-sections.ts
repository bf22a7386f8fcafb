import { datasetSection } from './dataset-section.ts';
import { evaluationSection } from './evaluation-section.ts';
import { healthSection } from './health-section.ts';
import { seedKey, systemSection } from './system-section.ts';
import { wandbSection } from './wandb-section.ts';

/** What stands in the documents of SFT and KTO alike, beside model, lora and training. */
export const commonSections = {
  dataset: datasetSection,
  evaluation: evaluationSection,
  health: healthSection,
  wandb: wandbSection,
  system: systemSection,
  seed: seedKey,
};
