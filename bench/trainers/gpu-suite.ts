import { createTuner } from '@tuner/core';
import type { Device } from '@tuner/backend-rtx';
import { managedBackend } from '../../scripts/managed-backends.ts';
import { ourTrl } from './ours.ts';
import { buildModel, judgeWith } from './python.ts';
import type { Case, Suite } from './suite.ts';
import { stockTrl } from './trl-suite.ts';

// In bf16 and without recomputation; the mask of packed rows is exact with FlashAttention and with SDPA alike.
const OURS = { bf16: true, gradient_checkpointing: false, optim: 'adamw_torch_fused' };

/**
 * SFT with LoRA on a GPU at 0.1 to 3 billion parameters of random weights: packed and grouped by length, against TRL
 * with PEFT. On a CPU the same path with the tiny model, to see that it works: its figures mean nothing.
 */
export async function gpuSuite(device: Device): Promise<Suite> {
  const { backend } = await managedBackend('rtx', device);
  const { pythonPath } = await createTuner({ backends: [backend] }).ensureEnvironment('rtx');
  return {
    device,
    cases: device === 'cuda' ? (['0.1B', '0.6B', '1.3B', '3B'] as const).map((model) => asCase(model, 2048))
      : [asCase('tiny', 48)],
    contestants: [
      // A packed row of 2048 tokens holds about what a batch of 8 does: as many steps, so a loss that can be compared.
      ourTrl(pythonPath, 'ours, packed', { settings: { ...OURS, packing: true, per_device_train_batch_size: 1 } }),
      ourTrl(pythonPath, 'ours, packed, an eighth of the steps', { settings: { ...OURS, packing: true } }),
      ourTrl(pythonPath, 'ours, grouped', { settings: { ...OURS, group_by_length: true } }),
      stockTrl(pythonPath),
    ],
    python: pythonPath,
    base: (model, folder) => buildModel(pythonPath, model, folder),
    judge: judgeWith(pythonPath, 'judge.py'),
  };
}

function asCase(model: Case['model'], count: number): Case {
  return { title: `gpu ${model}`, method: 'sft', model, rows: 'long', epochs: 1, count, learningRate: 2e-4 };
}
