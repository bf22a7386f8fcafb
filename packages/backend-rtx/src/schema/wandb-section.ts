import { optionalText } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `wandb`: reports to Weights & Biases. */
export const wandbSection = z.strictObject({
  enabled: z.boolean().default(false).describe('Reports to Weights & Biases; the package must be installed.'),
  project: optionalText('Its project.'),
  run_name: optionalText('The run\'s name there.'),
  entity: optionalText('User or team.'),
}).prefault({});
