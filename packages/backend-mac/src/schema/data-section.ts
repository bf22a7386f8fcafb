import { optionalText, rowKeys, rowLengthKey } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `data`: the rows. */
export const dataSection = z.strictObject({
  dataset_path: optionalText('The training rows, as JSONL. A relative path belongs to the folder of this file.'),
  evaluation_file: optionalText('Held-out rows, as JSONL; wins over train_split.'),
  train_split: z.number().gt(0).max(1).default(0.9)
    .describe('Share of the rows that is trained on; the others are held out. 1 holds out nothing.'),
  shuffle: z.boolean().default(true)
    .describe('Draws the order of the rows, in SFT anew for each epoch; false keeps that of the file.'),
  seed: z.int().min(0).default(42).describe('Seed of the held-out split and of the order of rows.'),
  max_seq_length: rowLengthKey('model.max_seq_length'),
  ...rowKeys,
}).prefault({});
