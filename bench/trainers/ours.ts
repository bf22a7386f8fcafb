import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RTXBackend } from '@tuner/backend-rtx';
import type { Job } from './job.ts';
import { script } from './python.ts';
import type { Contestant, Marks } from './suite.ts';
import { writeJob } from './write-job.ts';

/** What makes our trainer another one. */
export interface Change {
  /** Keys of the training section. */
  readonly settings?: object;
  /** A part that python/without.py takes out. */
  readonly without?:
    'sparse-head' | 'padding-free' | 'no-mask' | 'no-checkpointing' | 'fused-lora' | 'light' | 'collection' | 'kept-memory';
  readonly env?: Readonly<Record<string, string>>;
}

/** Our trainer as Tuner launches it, or with a change. */
export function ourTrl(pythonPath: string, name = 'ours', { settings = {}, without, env = {} }: Change = {}): Contestant {
  return {
    name,
    async prepare(job) {
      const backend = new RTXBackend({ device: job.device });
      const overrides = { datasetFile: job.rows, settings: settingsOf(job, settings) };
      const spec = await backend.createLaunchSpec(await backend.loadConfig(job.method, overrides));
      writeJob(job);
      const launch = writeLaunch(job, { backend: 'rtx', method: job.method, config: spec.document });
      const wrapper = without === undefined ? [] : [script('without.py'), without];
      return { argv: [pythonPath, ...wrapper, spec.script, '--launch', launch], env: { ...spec.env, ...env } };
    },
    marks: (job) => readMarks(join(job.folder, 'events.jsonl'), job.device),
  };
}

function settingsOf(job: Job, training: object): object {
  return {
    model: { model_name: job.base, max_seq_length: job.maxLength, load_in_4bit: false },
    lora: {
      r: job.rank, lora_alpha: job.alpha, lora_dropout: job.dropout, target_modules: 'all-linear',
      use_gradient_checkpointing: false, random_state: job.seed,
    },
    training: {
      per_device_train_batch_size: job.batchSize, gradient_accumulation_steps: 1, learning_rate: job.learningRate,
      num_train_epochs: job.epochs, lr_scheduler_type: 'linear', warmup_ratio: 0, max_grad_norm: 1, save_strategy: 'no',
      [job.method === 'kto' ? 'max_length' : 'max_seq_length']: job.maxLength, ...training,
    },
    seed: job.seed,
  };
}

/** Writes the launch document of a job; gives its path. */
export function writeLaunch(job: Job, what: { backend: string; method: string; config: object }): string {
  const at = (name: string) => join(job.folder, name);
  const files = {
    events: at('events.jsonl'), requests: job.folder, ack: at('ack.json'), lock: at('live.lock'),
    checkpoints: at('checkpoints'), model: job.model, data: job.rows, cache: at('cache'),
  };
  const document = { formatVersion: '1.0', runId: 'bench', attempt: 1, files, ...what };
  writeFileSync(at('launch.json'), JSON.stringify(document));
  return at('launch.json');
}

/** The moments of a run, from its events. */
export function readMarks(path: string, device: Job['device'] = 'cpu'): Marks {
  const events = readFileSync(path, 'utf8').trim().split('\n')
    .map((line) => JSON.parse(line) as { type: string; time: string; step?: number; name?: string; peakMemoryBytes?: number });
  const when = (test: (event: (typeof events)[number]) => boolean, what: string) => {
    const found = events.find(test);
    if (found === undefined) throw new Error(`${path} tells of no ${what}.`);
    return Date.parse(found.time) / 1000;
  };
  const gpuBytes = Math.max(...events.map(({ peakMemoryBytes = 0 }) => peakMemoryBytes));
  return {
    ...(device === 'cuda' ? { gpuBytes } : {}),
    begun: when(({ type, step }) => type === 'progress' && step === 0, 'beginning'),
    firstStep: when(({ type, step }) => type === 'metrics' && step === 1, 'first step'),
    ended: when(({ type, name }) => type === 'phase' && name === 'saving_model', 'end'),
  };
}
