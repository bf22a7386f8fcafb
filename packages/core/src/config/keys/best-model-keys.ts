import * as z from 'zod';

/** The keys of `training` that say what evaluations decide: which step's weights are kept, and when it is enough. */
export const bestModelKeys = {
  load_best_model_at_end: z.boolean().default(false)
    .describe('Keeps the weights of the best evaluation, not of the last step; each new best is saved.'),
  metric_for_best_model: z.string().min(1).default('eval_loss')
    .describe(
      'What the best evaluation is judged by; rewards/margins, rewards/chosen, logps/chosen and mean_token_accuracy are '
      + 'better when greater, all others when smaller.',
    ),
  early_stopping_patience: z.int().min(1).nullable().default(null)
    .describe('Ends the training after so many evaluations in a row that are no new best. null: never.'),
};
