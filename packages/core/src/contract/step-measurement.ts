import * as z from 'zod';

const bytes = z.number().int();

/**
 * What a trainer's `--probe` writes under `probe`: two optimizer steps of the longest rows, of at most two micro-batches.
 * Memory is net of `importedBytes`, what the process held when everything was imported: of a GPU nothing, since there
 * the device's memory is measured.
 */
export const stepMeasurementSchema = z.object({
  objective: z.enum(['sft', 'kto']),
  /** The longest row, in tokens of the model. */
  longestTokens: z.number().int().positive(),
  importedBytes: bytes.nonnegative(),
  /** What was there when the model was ready, and the most until then. */
  loadedBytes: bytes,
  loadPeakBytes: bytes,
  /** The most while the steps were taken. */
  stepPeakBytes: bytes,
  /** The larger of the two peaks. */
  peakBytes: bytes.positive(),
  /** Of the second step: forward, backward, and the optimizer's share. */
  secondsPerMicroBatch: z.number().positive(),
});

/** @see {@link stepMeasurementSchema} */
export type StepMeasurement = z.infer<typeof stepMeasurementSchema>;
