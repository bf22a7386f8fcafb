import * as z from 'zod';

/** The section `system`. */
export const systemSection = z.strictObject({
  device: z.enum(['metal', 'cpu']).default('metal')
    .describe('Where it trains; cpu is meant for tests and tiny models.'),
  memory_limit_gb: z.number().gt(0).nullable().default(null)
    .describe('Memory that MLX tries to stay within, in gigabytes of 2^30 bytes. null: MLX\'s own limit.'),
  num_workers: z.int().min(0).default(0).describe('Obsolete, no effect: rows are prepared before the training.'),
}).prefault({});
