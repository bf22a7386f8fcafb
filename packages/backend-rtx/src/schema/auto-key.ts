import * as z from 'zod';

/** A switch that the trainer can decide by itself. */
export const autoKey = z.union([z.literal('auto'), z.boolean()], { error: 'true, false or "auto"' }).default('auto');
