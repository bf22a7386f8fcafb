import { sampleKeys } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `evaluation`: what the model is asked before and after, and how it answers. */
export const evaluationSection = z.strictObject({
  ...sampleKeys,
  temperature: z.number().min(0).max(2).default(0.7).describe('Randomness of the answers, where do_sample is true.'),
  top_p: z.number().gt(0).max(1).default(0.9)
    .describe('Share of the likeliest tokens that answers are drawn from, where do_sample is true.'),
  do_sample: z.boolean().default(false).describe('Draws the answers; false takes the likeliest token each time.'),
}).prefault({});
