import { optionalText } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `wandb`: reports to Weights & Biases; project and run name hold for trackio, too. */
export const wandbSection = z.strictObject({
  enabled: z.boolean().default(false).describe('The same as wandb in training.report_to.'),
  project: optionalText('The project there; trackio\'s, too.'),
  run_name: optionalText('The run\'s name there; trackio\'s, too.'),
  entity: optionalText('User or team.'),
}).prefault({});
