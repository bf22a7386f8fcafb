import * as z from 'zod';

/** A Tuner error as plain JSON: what `toJSON()` gives, and what result records carry. */
export const errorJsonSchema = z.object({
  /** The subclass: `ConfigurationError`, `EnvironmentError`, `DatasetError`, `BackendError`, `RunError`, `TunerError`. */
  name: z.string(),
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  details: z.record(z.string(), z.json()).default({}),
  retryable: z.boolean().default(false),
  docs: z.string().optional(),
  /** Changes of configuration that would help, best first. */
  suggestions: z.array(z.object({
    reason: z.string(), overrides: z.record(z.string(), z.json()), effect: z.string().optional(),
  })).optional(),
});

/** @see {@link errorJsonSchema} */
export type ErrorJson = z.infer<typeof errorJsonSchema>;
