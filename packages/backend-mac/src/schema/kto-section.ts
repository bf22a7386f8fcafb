import { betaKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `kto`: how thumbs-up and thumbs-down rows weigh. */
export const ktoSection = z.strictObject({
  beta: betaKey,
  lambda_d: z.number().gt(0).default(1).describe('Weight of thumbs-up rows (label: true).'),
  lambda_u: z.number().gt(0).default(1).describe('Weight of thumbs-down rows (label: false).'),
}).prefault({});
