import { betaKey, ktoLossKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `kto`: the loss, and how thumbs-up and thumbs-down rows weigh. */
export const ktoSection = z.strictObject({
  loss_type: ktoLossKey,
  beta: betaKey,
  lambda_d: z.number().gt(0).default(1).describe('Weight of thumbs-up rows (label: true).'),
  lambda_u: z.number().gt(0).default(1).describe('Weight of thumbs-down rows (label: false).'),
}).prefault({});
