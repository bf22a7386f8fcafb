import { optionalText, rowKeys } from '@tuner/core/config-keys';
import * as z from 'zod';

/** The section `dataset`: the rows. */
export const datasetSection = z.strictObject({
  dataset_name: optionalText('A data set of the Hugging Face hub. Not downloaded: name a file in local_file.'),
  dataset_file: optionalText('Alone the same as local_file; beside dataset_name the file\'s name on the hub.'),
  local_file: optionalText('The training rows, as JSONL. A relative path belongs to the folder of this file.'),
  evaluation_file: optionalText('Held-out rows, as JSONL; wins over split_dataset.'),
  num_proc: z.int().min(1).nullable().default(1)
    .describe('Obsolete: rows are prepared in one process, which is faster for their usual number.'),
  test_size: z.number().gt(0).lt(1).default(0.1).describe('Share of the rows that split_dataset holds out.'),
  split_dataset: z.boolean().default(false).describe('Holds out test_size of the rows, drawn by the seed.'),
  ...rowKeys,
}).prefault({});
