import { z } from 'zod';

/** The section `evaluation`: what the model is asked before and after. */
export const evaluationSection = z.strictObject({
  sample_prompts: z.array(z.string().min(1)).default([])
    .describe('Requests that the model answers before the first and after the last step.'),
  max_new_tokens: z.int().min(1).max(4096).default(128).describe('Longest of those answers, in tokens.'),
}).prefault({});
