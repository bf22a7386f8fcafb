import * as z from 'zod';

const folder = (name: string, text: string) => z.string().min(1).default(name)
  .describe(`Where a trainer that runs alone ${text}; under Tuner the run directory replaces it.`);

/** The section `output`. */
export const outputSection = z.strictObject({
  checkpoint_dir: folder('checkpoints', 'keeps its checkpoints'),
  final_model_dir: folder('outputs/final_model', 'leaves the adapter or model'),
  logs_dir: folder('logs', 'writes its log'),
  metrics_dir: folder('outputs/metrics', 'writes its metrics'),
  keep_last_n_checkpoints: z.int().min(2).nullable().default(3)
    .describe('How many checkpoints stay; at least 2, so that a torn one can be survived. null: all.'),
}).prefault({});
