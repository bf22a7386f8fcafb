import type { DataRules } from '../../config/config-spec.ts';

/** What rows are inspected, and what they have to serve. */
export interface InspectInput extends DataRules {
  /** The rows, as JSON Lines; plain, or compressed with gzip or zstd. */
  readonly file: string;
  /** What they are to be trained with. `auto`, the default: KTO when labels of both kinds occur, else SFT. */
  readonly method?: 'sft' | 'kto' | 'auto';
  /** Whether the file is what a trainer will read: one that is packed in another way than `unpacks` is an error then. */
  readonly isForTraining?: boolean;
}
