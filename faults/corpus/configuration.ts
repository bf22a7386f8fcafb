import { join } from 'node:path';
import type { Expected, Fault, Kit } from '../trial.ts';

/** What every file of these faults begins with: two lines. */
const HEADS = {
  rtx: 'model: {model_name: "builtin:tiny"}\ndataset: {local_file: rows.jsonl}\n',
  mac: 'model: {name: "builtin:tiny"}\ndata: {dataset_path: rows.jsonl}\n',
} as const;

type Spec = readonly [name: string, on: Kit, text: string, code: string, place: Expected['place'], fix: RegExp];

/** Files of the user's own; their text begins in line 3. */
const FILES: readonly Spec[] = [
  [
    'a typo in a key', 'rtx sft', 'training:\n  lerning_rate: 1e-4\n', 'CONFIG_INVALID', ':4:3: training.lerning_rate',
    /learning_rate/,
  ],
  [
    'a key in another section', 'rtx kto', 'lora:\n  beta: 0.2\n', 'CONFIG_INVALID', ':4:3: lora.beta',
    /training\.beta/,
  ],
  [
    'a section that does not exist', 'mac sft', 'trainning: {num_epochs: 1}\n', 'CONFIG_INVALID', ':3:1: trainning',
    /training/,
  ],
  ['a key of the other back end', 'mac sft', 'lora: {r: 8}\n', 'CONFIG_INVALID', 'lora.r', /lora\.rank|known/],
  [
    'a word for a number', 'rtx sft', 'training:\n  learning_rate: high\n', 'CONFIG_INVALID',
    ':4:3: training.learning_rate', /number/,
  ],
  [
    'a decimal comma', 'mac sft', 'training:\n  learning_rate: 0,0001\n', 'CONFIG_INVALID',
    ':4:3: training.learning_rate', /number/,
  ],
  ['yes for true', 'rtx sft', 'training:\n  bf16: yes\n', 'CONFIG_INVALID', ':4:3: training.bf16', /true or false/],
  [
    'an octal number', 'rtx sft', 'training:\n  save_steps: 0o10.5\n', 'CONFIG_INVALID', 'training.save_steps',
    /whole number/,
  ],
  ['not a number', 'mac kto', 'kto: {beta: .nan}\n', 'CONFIG_INVALID', 'kto.beta', /number/],
  [
    'a learning rate of zero', 'rtx kto', 'training: {learning_rate: 0}\n', 'CONFIG_INVALID', 'training.learning_rate',
    /more than 0/,
  ],
  [
    'a negative number of epochs', 'mac sft', 'training: {num_epochs: -1}\n', 'CONFIG_INVALID', 'training.num_epochs',
    /more than 0/,
  ],
  [
    'half a row', 'rtx sft', 'training: {per_device_train_batch_size: 0.5}\n', 'CONFIG_INVALID',
    'per_device_train_batch_size', /whole number/,
  ],
  ['an empty section', 'rtx sft', 'training:\nlora:\n', 'CONFIG_INVALID', ':3:1: training', /section/],
  ['a list for a section', 'mac sft', 'training:\n  - num_epochs: 1\n', 'CONFIG_INVALID', ':3:1: training', /section/],
  [
    'an objective that does not exist', 'mac sft', 'training: {objective: dpo}\n', 'CONFIG_INVALID',
    'training.objective', /"sft"/,
  ],
  [
    'a schedule that does not exist', 'rtx sft', 'training: {lr_scheduler_type: cosinus}\n', 'CONFIG_INVALID',
    'training.lr_scheduler_type', /"cosine"/,
  ],
  [
    'a health action that does not exist', 'rtx sft', 'health: {loss_spike: panic}\n', 'CONFIG_INVALID',
    'health.loss_spike', /"stop"/,
  ],
  [
    'no layers', 'mac sft', 'lora: {target_modules: []}\n', 'CONFIG_INVALID', 'lora.target_modules',
    /layer names|at least 1/,
  ],
  ['a tab that indents', 'rtx sft', 'training:\n\tlearning_rate: 1e-4\n', 'CONFIG_PARSE', ':4:', /indent with spaces/],
  ['a key twice', 'mac sft', 'training: {num_epochs: 1, num_epochs: 2}\n', 'CONFIG_PARSE', ':3:', /once/],
  ['a brace that is not closed', 'rtx sft', 'lora: {r: 8\ntraining: {}\n', 'CONFIG_PARSE', /:[345]:/, /YAML/],
  ['two precisions', 'rtx sft', 'training: {fp16: true, bf16: true}\n', 'CONFIG_CONFLICT', 'training.fp16', /bf16/],
  [
    'warm-up by steps and by share', 'mac sft', 'training: {warmup_ratio: 0.1, warmup_steps: 5}\n', 'CONFIG_CONFLICT',
    'training.warmup_ratio', /warmup_steps/,
  ],
  [
    'evaluations of nothing', 'rtx sft', 'training: {eval_strategy: steps}\n', 'CONFIG_CONFLICT',
    'training.eval_strategy', /evaluation_file/,
  ],
  [
    'the best of no evaluation', 'rtx kto', 'training: {load_best_model_at_end: true}\n', 'CONFIG_CONFLICT',
    'load_best_model_at_end', /eval_strategy/,
  ],
  [
    'KTO with one row', 'mac kto', 'training: {objective: kto, per_device_batch_size: 1}\n', 'CONFIG_CONFLICT',
    'per_device_batch_size', /at least 2/,
  ],
  [
    'KTO with one row', 'rtx kto', 'training: {per_device_train_batch_size: 1}\n', 'CONFIG_INVALID',
    'per_device_train_batch_size', /at least 2/,
  ],
  ['biases that MLX does not train', 'mac sft', 'lora: {bias: all}\n', 'CONFIG_UNSUPPORTED', 'lora.bias', /"none"/],
];

const fault = (name: string, on: Kit, expected: Expected, rest: Partial<Fault>): Fault =>
  ({ area: 'configuration', name, on, expected, ...rest });

/** Faults of configurations. */
export const CONFIGURATION: readonly Fault[] = [
  ...FILES.map(([name, on, text, code, place, fix]) =>
    fault(name, on, { code, place, fix }, { yaml: `${HEADS[on.startsWith('rtx') ? 'rtx' : 'mac']}${text}` })),
  fault('a list for a file', 'rtx sft', { code: 'CONFIG_PARSE', place: 'own.yaml', fix: /mapping with sections/ }, { yaml: '- a\n- b\n' }),
  fault('a file that is not there', 'mac sft', { code: 'CONFIG_NOT_FOUND', place: 'nowhere.yaml', fix: /configPath/ }, {
    arrange: ({ folder }) => ({ overrides: { configPath: join(folder, 'nowhere.yaml') } }),
  }),
  fault('an override that does not exist', 'rtx sft', { code: 'CONFIG_INVALID', place: 'overrides.learning_rate', fix: /learningRate/ }, {
    overrides: { learning_rate: 1e-4 },
  }),
  fault('an override against another', 'rtx kto', { code: 'CONFIG_CONFLICT', place: 'overrides.epochs', fix: /one of the two/ }, {
    overrides: { epochs: 2, settings: { training: { num_train_epochs: 3 } } },
  }),
  fault('an override in another unit', 'mac sft', { code: 'CONFIG_INVALID', place: 'overrides.learningRate', fix: /number/ }, {
    overrides: { learningRate: '1e-4' },
  }),
  fault('a warm-up longer than the training', 'rtx sft', {
    code: 'preflight_warmup', place: { key: 'training.warmup_steps' }, fix: /warmup_ratio/,
  }, { overrides: { settings: { training: { warmup_steps: 100 } } } }),
  fault('a learning rate that destroys', 'mac sft', {
    code: 'preflight_learning_rate', place: { key: 'training.learning_rate' }, fix: /2e-4/,
  }, { overrides: { learningRate: 1 } }),
  fault('a metric that nobody measures', 'rtx sft', {
    code: 'preflight_metric', place: { key: 'training.metric_for_best_model' }, fix: /loss/,
  }, {
    overrides: {
      settings: {
        dataset: { split_dataset: true },
        training: { eval_strategy: 'steps', eval_steps: 2, save_strategy: 'steps', save_steps: 2, load_best_model_at_end: true, metric_for_best_model: 'eval_los' },
      },
    },
  }),
  fault('a learning rate that moves nothing', 'rtx kto', {
    code: 'preflight_learning_rate', place: { key: 'training.learning_rate' }, fix: /learningRate/,
  }, { overrides: { learningRate: 1e-12 } }),
];
