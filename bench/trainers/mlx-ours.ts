import { join } from 'node:path';
import { MacBackend } from '@tuner/backend-mac';
import type { Job } from './job.ts';
import { readMarks, writeLaunch } from './ours.ts';
import { script } from './python.ts';
import type { Contestant } from './suite.ts';
import { writeJob } from './write-job.ts';

/** What `without` may name: parts of our trainer that python/mlx_without.py can take out. */
export type Lever = 'learned-places' | 'fused-loss' | 'cached-reference';

/** Our trainer with MLX as Tuner launches it; `settings` changes keys of the training section. */
export function ourMlx(
  pythonPath: string, name = 'ours', { settings = {}, without }: { settings?: object; without?: Lever } = {},
): Contestant {
  return {
    name,
    async prepare(job) {
      const backend = new MacBackend({ device: 'cpu' });
      const overrides = { datasetFile: job.rows, settings: settingsOf(job, settings) };
      const spec = await backend.createLaunchSpec(await backend.loadConfig('mlx', overrides));
      writeJob(job);
      const launch = writeLaunch(job, { backend: 'mac', method: 'mlx', config: spec.document });
      const wrapper = without === undefined ? [] : [script('mlx_without.py'), without];
      return { argv: [pythonPath, ...wrapper, spec.script, '--launch', launch], env: spec.env };
    },
    marks: (job) => readMarks(join(job.folder, 'events.jsonl')),
  };
}

function settingsOf(job: Job, training: object): object {
  return {
    model: { name: job.base, max_seq_length: job.maxLength },
    lora: { rank: job.rank, alpha: job.alpha, dropout: job.dropout },
    training: {
      objective: job.method, per_device_batch_size: job.batchSize, learning_rate: job.learningRate,
      num_epochs: job.epochs, lr_scheduler_type: 'constant', save_strategy: 'no', seed: job.seed, ...training,
    },
    data: { train_split: 1, seed: job.seed },
  };
}
