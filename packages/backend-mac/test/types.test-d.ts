import { createTuner, overrideConfig, type TrainingConfig } from '@tuner/core';
import { RTXBackend, type SftSettings } from '@tuner/backend-rtx';
import { MacBackend, type MlxSettings } from '../src/index.ts';

// Checked by the compiler alone: each @ts-expect-error must be an error.
export async function typesOfMac(): Promise<void> {
  const tuner = createTuner({ backends: [new RTXBackend(), new MacBackend()] });
  const settings = { training: { objective: 'kto' } } as const;
  const mlx: TrainingConfig<MlxSettings> = await tuner.loadConfig('mac', 'mlx', { settings });
  const sft: TrainingConfig<SftSettings> = await tuner.loadConfig('rtx', 'sft');
  const rank: number = mlx.settings.lora.rank + sft.settings.lora.r;
  const objective: 'auto' | 'sft' | 'kto' = mlx.settings.training.objective;
  overrideConfig(mlx, { settings: { lora: { rank, target_modules: [objective] }, kto: { beta: 0.2 } } });
  // @ts-expect-error: Mac has no method kto
  await tuner.loadConfig('mac', 'kto');
  // @ts-expect-error: RTX has no method mlx
  await tuner.loadConfig('rtx', 'mlx');
  // @ts-expect-error: the rank of an adapter is called rank here
  String(mlx.settings.lora.r);
  // @ts-expect-error: no such value
  await tuner.loadConfig('mac', 'mlx', { settings: { training: { objective: 'dpo' } } });
  // @ts-expect-error: no such key
  overrideConfig(mlx, { settings: { training: { num_train_epochs: 2 } } });
  // @ts-expect-error: no such device
  tuner.with(new MacBackend({ device: 'cuda' }));
}
