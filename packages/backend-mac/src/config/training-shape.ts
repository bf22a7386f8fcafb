import type { TrainingShape } from '@tuner/core';
import type { MlxSettings } from '../schema/mlx.ts';

/** What a training of a Mac document is, on the device that it names: a CPU computes in float32 and keeps activations. */
export function trainingShape(settings: MlxSettings): TrainingShape {
  const { training, data, model, lora, kto, output, system: { device } } = settings;
  const isExact = device === 'cpu' || model.dtype === 'float32';
  const evaluates = data.evaluation_file !== null || data.train_split < 1;
  return {
    engine: 'mlx', device,
    batchSize: training.per_device_batch_size,
    accumulation: training.gradient_accumulation_steps,
    epochs: training.num_epochs,
    ...(training.max_steps > 0 ? { maxSteps: training.max_steps } : {}),
    maxTokens: data.max_seq_length ?? model.max_seq_length,
    packing: false,
    checkpointing: device === 'metal' && training.gradient_checkpointing,
    ...(training.fine_tune_type === 'full' ? {} : { adapter: adapterOf(lora) }),
    weightBits: isExact || (isAuto(model.dtype) && training.fine_tune_type === 'full') ? 32 : 16,
    activationBits: isExact || (isAuto(model.dtype) && training.fine_tune_type === 'full') ? 32 : 16,
    optimizer: 'adamw',
    // `auto` is decided when the rows are looked at.
    loss: training.objective === 'kto' ? kto.loss_type : 'sft',
    copiesReference: false,
    heldOutShare: data.evaluation_file === null ? 1 - data.train_split : 0,
    ...(evaluates && training.eval_strategy !== 'no' ? { evaluationBatchSize: training.per_device_eval_batch_size } : {}),
    saves: { strategy: training.save_strategy, every: training.save_steps, kept: output.keep_last_n_checkpoints },
    keys: KEYS,
    ...(model.cache_dir === null ? {} : { cacheFolder: model.cache_dir }),
  };
}

function adapterOf({ rank, target_modules, dropout, use_dora, num_layers }: MlxSettings['lora']) {
  return {
    rank, targets: target_modules, dropout: dropout > 0, dora: use_dora, wholeModules: [],
    ...(num_layers === -1 ? {} : { blocks: num_layers }),
  };
}

function isAuto(dtype: MlxSettings['model']['dtype']): boolean {
  return dtype === null || dtype === 'auto';
}

const KEYS: TrainingShape['keys'] = {
  batchSize: 'training.per_device_batch_size', accumulation: 'training.gradient_accumulation_steps',
  maxTokens: 'data.max_seq_length', checkpointing: ['training.gradient_checkpointing'],
  fineTune: 'training.fine_tune_type', rank: 'lora.rank', kept: 'output.keep_last_n_checkpoints',
};
