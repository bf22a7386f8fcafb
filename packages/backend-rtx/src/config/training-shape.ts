import type { TrainingShape } from '@tuner/core';
import type { KtoSettings } from '../schema/kto.ts';
import type { SftSettings } from '../schema/sft.ts';
import { dataRules } from './data-rules.ts';

type Settings = SftSettings | KtoSettings;

/** What a training of an RTX document is, on the device that it names: a CPU cannot do all that the document asks. */
export function trainingShape(settings: Settings): TrainingShape {
  const { training, dataset, model, system: { device } } = settings;
  const evaluates = dataset.evaluation_file !== null || dataset.split_dataset;
  return {
    engine: 'trl', device,
    batchSize: training.per_device_train_batch_size,
    accumulation: training.gradient_accumulation_steps,
    epochs: training.num_train_epochs,
    ...(training.max_steps > 0 ? { maxSteps: training.max_steps } : {}),
    maxTokens: dataRules(settings).maxTokens ?? model.max_seq_length,
    packing: 'packing' in training && training.packing,
    checkpointing: device === 'cuda' && checkpoints(settings),
    ...(training.fine_tune_type === 'full' ? {} : { adapter: adapterOf(settings.lora) }),
    weightBits: weightBits(settings),
    activationBits: device === 'cuda' && (training.bf16 || training.fp16) ? 16 : 32,
    optimizer: optimizerOf(settings),
    loss: lossOf(settings),
    copiesReference: copiesReference(settings),
    heldOutShare: dataset.split_dataset && dataset.evaluation_file === null ? dataset.test_size : 0,
    ...(evaluates && training.eval_strategy !== 'no' ? { evaluationBatchSize: training.per_device_eval_batch_size } : {}),
    saves: { strategy: training.save_strategy, every: training.save_steps, kept: training.save_total_limit },
    keys: keysOf(settings),
  };
}

function adapterOf(lora: Settings['lora']) {
  const { r, target_modules, lora_dropout, use_dora, modules_to_save } = lora;
  return { rank: r, targets: target_modules, dropout: lora_dropout > 0, dora: use_dora, wholeModules: modules_to_save ?? [] };
}

/** As `trl/device.py` decides it: under an adapter either key switches it on. */
function checkpoints({ training, lora }: Settings): boolean {
  const alsoLora = training.fine_tune_type === 'lora' && lora.use_gradient_checkpointing !== false;
  return training.gradient_checkpointing || alsoLora;
}

/** As `trl/model/load.py` decides it. */
function weightBits({ model, training, system }: Settings): TrainingShape['weightBits'] {
  if (system.device === 'cpu') return 32;
  if (model.load_in_4bit && training.fine_tune_type === 'lora') return 4;
  if (model.dtype !== null && model.dtype !== 'auto') return model.dtype === 'float32' ? 32 : 16;
  return training.fine_tune_type === 'full' || !(training.bf16 || training.fp16) ? 32 : 16;
}

function optimizerOf({ training, system }: Settings): TrainingShape['optimizer'] {
  const { optim } = training;
  if (optim === 'adafactor' || optim === 'sgd') return optim;
  if (system.device === 'cpu') return 'adamw';
  if (optim === 'adamw_8bit') return optim;
  return optim === 'paged_adamw_8bit' ? 'paged_8bit' : optim === 'paged_adamw_32bit' ? 'paged_32bit' : 'adamw';
}

function lossOf({ training }: Settings): TrainingShape['loss'] {
  if (!('beta' in training)) return 'sft';
  return training.use_kto_s ? 'kto_s' : training.loss_type;
}

/** As `trl/build.py` decides it: a model that is trained in full has no adapter to switch off. */
function copiesReference({ training }: Settings): boolean {
  return 'beta' in training && training.fine_tune_type === 'full' && training.precompute_ref_log_probs === false;
}

function keysOf({ training }: Settings): TrainingShape['keys'] {
  const isKto = 'beta' in training;
  // Under an adapter either key switches it on.
  const more = training.fine_tune_type === 'lora' ? ['lora.use_gradient_checkpointing'] : [];
  return {
    batchSize: 'training.per_device_train_batch_size', accumulation: 'training.gradient_accumulation_steps',
    maxTokens: isKto ? 'training.max_length' : 'training.max_seq_length',
    checkpointing: ['training.gradient_checkpointing', ...more], optimizer: 'training.optim', fineTune: 'training.fine_tune_type',
    quantize: 'model.load_in_4bit', rank: 'lora.r', kept: 'training.save_total_limit',
  };
}
