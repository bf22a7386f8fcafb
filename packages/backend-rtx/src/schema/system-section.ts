import * as z from 'zod';

/** The section `system`. */
export const systemSection = z.strictObject({
  device: z.enum(['cuda', 'cpu']).default('cuda')
    .describe('Where it trains; cpu is meant for small models and tests.'),
}).prefault({});

/** The key `seed`. */
export const seedKey = z.int().min(0).default(42)
  .describe('Seed of the order of rows, dropout and the held-out split.');
