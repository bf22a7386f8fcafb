import { z } from 'zod';

/** A text that may be left out. */
export const optionalText = (text: string) => z.string().min(1).nullable().default(null).describe(text);
