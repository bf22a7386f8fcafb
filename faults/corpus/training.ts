import { join } from 'node:path';
import type { RunHandle } from '@tuner/core';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { tinyModel, useTemplate, zeroWeights } from '../support/tiny-model.ts';
import type { Expected, Fault, Kit, Overrides, Place, When } from '../trial.ts';

const fault = (name: string, on: Kit, expected: Expected, rest: Partial<Fault>): Fault => ({
  area: 'training', name, on, expected, ...rest,
});
const said = (code: string, place: Expected['place'], fix: RegExp, by: When = 'first 20 steps'): Expected => ({ code, place, fix, by });
const training = (keys: object): Overrides => ({ settings: { training: keys } });
/** What a preflight would say is not asked for: the trainers must say it, too. */
const unchecked = { options: { preflight: 'off' } } as const;

const wordy = [1, 2, 3, 4].map((index) => ({ prompt: `Say ${'very '.repeat(120)}${index}. `, completion: `${index}!` }));
const long = [1, 2, 3, 4].map((index) => ({ prompt: `Say ${index}. `, completion: 'and so on '.repeat(90) }));

const infinite = (on: Kit): Fault => fault('a loss that is no number', on, said('NON_FINITE', /step \d+/, /learning_rate/), {
  ...unchecked, overrides: { learningRate: 1e15, ...training({ max_grad_norm: 0, fine_tune_type: 'full' }) },
});

const zero = (on: Kit): Fault => fault('weights that are all zero', on, said('zero_gradient', /step \d+/, /tokens are learned/), {
  arrange: async (place) => {
    const modelName = await tinyModel(place, on);
    zeroWeights(modelName);
    return { overrides: { modelName } };
  },
});

/** Ends the trainer's process at its third step. */
async function kill(run: RunHandle): Promise<void> {
  let pid = 0;
  for await (const event of run.events()) {
    if (event.type === 'attempt.started') pid = event.trainer.pid;
    if (event.type === 'progress' && event.step >= 3) break;
  }
  process.kill(pid, 'SIGKILL');
}

const onSmallDisk = (size: string) => ({ folder }: Place) => ({ home: smallDisk(join(folder, 'small-disk'), size) });

/** Faults that show while a model is trained. */
export const TRAINING: readonly Fault[] = [
  ...(['rtx sft', 'rtx kto', 'mac sft', 'mac kto'] as const).map(infinite),
  ...(['rtx sft', 'mac sft'] as const).map(zero),
  fault('prompts that fill the length', 'rtx sft', said('DATASET_EMPTY', 'line 1', /length/), {
    rows: wordy, overrides: training({ max_seq_length: 32 }),
  }),
  fault('answers that are cut off', 'mac sft', said('rows_cut', 'line 1', /longer rows/), {
    rows: long, overrides: { settings: { data: { max_seq_length: 64 } } },
  }),
  fault('rows that are too long, and must not be', 'rtx sft', said('DATASET_INVALID', 'line 1', /too_long/), {
    rows: long, overrides: { settings: { training: { max_seq_length: 64 }, dataset: { too_long: 'error' } } },
  }),
  fault('rows that no preflight saw', 'mac sft', said('DATASET_EMPTY', 'line 1', /lines/), {
    ...unchecked, rows: [{ messages: [{ role: 'user', content: 'Say it.' }] }],
  }),
  fault('a model that no preflight saw', 'rtx sft', said('MODEL_NOT_FOUND', 'nowhere', /name of the model/), {
    ...unchecked, overrides: { modelName: './nowhere' },
  }),
  fault('layers that the model does not have', 'rtx sft', said('CONFIG_INVALID', 'query_proj', /./), {
    overrides: { settings: { lora: { target_modules: ['query_proj'] } } },
  }),
  fault('layers that the model does not have', 'mac sft', said('CONFIG_INVALID', 'query_proj', /./), {
    overrides: { settings: { lora: { target_modules: ['query_proj'] } } },
  }),
  fault('a template without an end', 'rtx sft', said('end_of_turn_not_learned', 'chat template', /stop tokens/), {
    arrange: async (place) => {
      const modelName = await tinyModel(place, 'rtx sft');
      useTemplate(modelName, "{% for m in messages %}{{ '<|' + m.role + '|>' + m.content }}{% endfor %}");
      return { overrides: { modelName } };
    },
  }),
  fault('a trainer that is killed', 'rtx sft', said('KILLED', 'SIGKILL', /memory/), { overrides: training({ max_steps: 2000 }), during: kill }),
  fault('a trainer that is killed', 'mac sft', said('KILLED', 'SIGKILL', /memory/), { overrides: training({ max_steps: 20_000 }), during: kill }),
  ...(canMount
    ? [
        fault('a disk that is full', 'rtx sft', said('DISK_FULL', 'checkpoint', /Free disk space/), {
          ...unchecked, overrides: training({ fine_tune_type: 'full', save_strategy: 'steps', save_steps: 2 }), arrange: onSmallDisk('12m'),
        }),
        fault('a disk that will be full', 'mac sft', said('disk_low', /\d/, /disk|checkpoints/), {
          ...unchecked, overrides: training({ fine_tune_type: 'full', save_strategy: 'steps', save_steps: 2 }), arrange: onSmallDisk('40m'),
        }),
      ]
    : []),
  fault('a loss that does not fall', 'rtx sft', said('loss_flat', /\d+ steps/, /learning_rate/, 'later'), {
    ...unchecked, overrides: { learningRate: 1e-12, ...training({ max_steps: 60 }) },
  }),
  fault('a margin that does not rise', 'mac kto', said('kto_margin_flat', /step/, /labels/, 'later'), {
    ...unchecked, overrides: { learningRate: 1e-12, ...training({ max_steps: 120 }) },
  }),
];
