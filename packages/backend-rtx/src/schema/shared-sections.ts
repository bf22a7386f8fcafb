import { z } from 'zod';

/** A number of optimizer steps, or a share of all steps. */
const steps = z.union([z.int().min(1), z.number().gt(0).lt(1)], { error: 'a whole number from 1, or a share of all steps between 0 and 1' });
const optional = (text: string) => z.string().min(1).nullable().default(null).describe(text);

export const modelSection = z.strictObject({
  model_name: z.string().min(1).describe('Model id of the Hugging Face hub, a folder, or `builtin:tiny`. One that begins with "." belongs to the folder of this file.'),
  max_seq_length: z.int().min(128).max(131072).default(2048).describe('Longest row in tokens, where the training section names no length of its own.'),
  dtype: z.enum(['auto', 'float16', 'bfloat16', 'float32']).nullable().default(null).describe('Type of the weights; null or auto: bfloat16 on a GPU that has it, else float16; float32 on a CPU.'),
  load_in_4bit: z.boolean().default(true).describe('Loads the weights in 4 bit (NF4, double quantization, bitsandbytes). CUDA only; a CPU ignores it with a warning.'),
  trust_remote_code: z.boolean().default(false).describe('Runs Python code that comes with the model.'),
});

export const loraSection = z.strictObject({
  r: z.int().min(1).max(256).default(32).describe('Rank of the adapter.'),
  lora_alpha: z.number().gt(0).default(64).describe('Scale of the adapter: its output is multiplied by lora_alpha / r.'),
  lora_dropout: z.number().min(0).lt(1).default(0.05).describe('Dropout on the adapter\'s input.'),
  bias: z.enum(['none', 'all', 'lora_only']).default('none').describe('Which biases are trained.'),
  target_modules: z.union([z.literal('all-linear'), z.array(z.string().min(1)).min(1)], { error: 'a list of layer names, or "all-linear"' }).default('all-linear').describe('Layers that get an adapter: names, or "all-linear".'),
  use_gradient_checkpointing: z.union([z.literal('unsloth'), z.boolean()], { error: 'true, false or "unsloth"' }).default(false).describe('Unsloth\'s own switch; anything but false turns on training.gradient_checkpointing.'),
  random_state: z.int().min(0).default(3407).describe('Seed of the adapter\'s first weights.'),
  use_rslora: z.boolean().default(false).describe('Rank-stabilized LoRA: scales by lora_alpha / sqrt(r).'),
  use_dora: z.boolean().default(false).describe('DoRA: trains magnitude and direction apart.'),
}).prefault({});

/** The keys of `training` that SFT and KTO share. */
export const trainingKeys = {
  output_dir: z.string().min(1).default('./output').describe('Where a trainer that runs alone writes; under Tuner the run directory replaces it.'),
  fine_tune_type: z.enum(['lora', 'full']).default('lora').describe('lora trains an adapter, full trains all weights.'),
  per_device_eval_batch_size: z.int().min(1).default(8).describe('Rows per device in an evaluation.'),
  gradient_accumulation_steps: z.int().min(1).default(1).describe('Micro-batches per optimizer step.'),
  max_grad_norm: z.number().min(0).default(1).describe('Longest gradient; a longer one is scaled down. 0 turns it off.'),
  weight_decay: z.number().min(0).default(0).describe('AdamW\'s weight decay.'),
  lr_scheduler_type: z.enum(['linear', 'cosine', 'cosine_with_restarts', 'polynomial', 'constant', 'constant_with_warmup', 'inverse_sqrt', 'cosine_with_min_lr']).default('cosine').describe('Course of the learning rate.'),
  lr_scheduler_kwargs: z.record(z.string(), z.json()).default({}).describe('Further values of the schedule, such as {min_lr: 1e-6}.'),
  warmup_ratio: z.number().min(0).lt(1).default(0).describe('Share of all steps in which the learning rate rises.'),
  warmup_steps: z.int().min(0).default(0).describe('The same as a number of steps; excludes warmup_ratio.'),
  num_train_epochs: z.number().gt(0).default(1).describe('How often every row is seen.'),
  max_steps: z.int().min(-1).default(-1).describe('Optimizer steps; above 0 it wins over num_train_epochs.'),
  optim: z.enum(['adamw_torch', 'adamw_torch_fused', 'adamw_8bit', 'paged_adamw_8bit', 'paged_adamw_32bit', 'adafactor', 'sgd']).default('adamw_torch_fused').describe('Optimizer; the 8-bit and paged ones need CUDA.'),
  fp16: z.boolean().default(false).describe('Mixed precision with float16. CUDA only.'),
  bf16: z.boolean().default(false).describe('Mixed precision with bfloat16. CUDA only.'),
  gradient_checkpointing: z.boolean().default(false).describe('Computes activations again instead of keeping them: less memory, about 20 % slower.'),
  logging_steps: steps.default(5).describe('Steps between metrics; below 1 a share of all steps.'),
  save_strategy: z.enum(['no', 'steps', 'epoch']).default('steps').describe('When checkpoints are written.'),
  save_steps: steps.default(50).describe('Steps between checkpoints.'),
  save_total_limit: z.int().min(2).nullable().default(3).describe('How many checkpoints stay; at least 2, so that a torn one can be survived.'),
  eval_strategy: z.enum(['no', 'steps', 'epoch']).default('no').describe('When the held-out rows are evaluated.'),
  eval_steps: steps.default(50).describe('Steps between evaluations.'),
  eval_on_start: z.boolean().default(false).describe('Evaluates before the first step, too.'),
  dataloader_num_workers: z.int().min(0).default(0).describe('Processes that load rows; rows are tokenized beforehand, so 0 is rarely slower.'),
  dataloader_pin_memory: z.boolean().default(true).describe('Page-locked memory for rows. CUDA only.'),
};

export const datasetSection = z.strictObject({
  dataset_name: optional('A data set of the Hugging Face hub. Not downloaded: name a file in local_file.'),
  dataset_file: optional('The file\'s name in the hub data set.'),
  local_file: optional('The training rows, as JSONL. A relative path belongs to the folder of this file.'),
  evaluation_file: optional('Held-out rows, as JSONL; wins over split_dataset.'),
  num_proc: z.int().min(1).nullable().default(1).describe('Obsolete: rows are prepared in one process, which is faster for their usual number.'),
  test_size: z.number().gt(0).lt(1).default(0.1).describe('Share of the rows that split_dataset holds out.'),
  split_dataset: z.boolean().default(false).describe('Holds out test_size of the rows, drawn by the seed.'),
  filter_desirable: z.boolean().default(true).describe('SFT: leaves out rows whose label is false.'),
  chat_template: z.enum(['chatml', 'llama3', 'mistral']).nullable().default(null).describe('Template for a tokenizer that brings none.'),
}).prefault({});

export const evaluationSection = z.strictObject({
  sample_prompts: z.array(z.string().min(1)).default([]).describe('Requests that the model answers before the first and after the last step.'),
  max_new_tokens: z.int().min(1).max(4096).default(128).describe('Longest of those answers, in tokens.'),
}).prefault({});

export const wandbSection = z.strictObject({
  enabled: z.boolean().default(false).describe('Reports to Weights & Biases; the package must be installed.'),
  project: optional('Its project.'),
  run_name: optional('The run\'s name there.'),
  entity: optional('User or team.'),
}).prefault({});

export const systemSection = z.strictObject({
  device: z.enum(['cuda', 'cpu']).default('cuda').describe('Where it trains; cpu is meant for small models and tests.'),
}).prefault({});

export const seedKey = z.int().min(0).default(42).describe('Seed of the order of rows, dropout and the held-out split.');
