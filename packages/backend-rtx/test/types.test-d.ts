import { createTuner, overrideConfig, type TrainingConfig } from '@tuner/core';
import { RTXBackend, type KtoSettings, type SftSettings } from '../src/index.ts';

// Checked by the compiler alone: each @ts-expect-error must be an error.
export async function typesOfRtx(): Promise<void> {
  const tuner = createTuner({ backends: [new RTXBackend()] });
  const sft: TrainingConfig<SftSettings> = await tuner.loadConfig('rtx', 'sft');
  const kto: TrainingConfig<KtoSettings> = await tuner.loadConfig('rtx', 'kto', { settings: { training: { beta: 0.2 } } });
  const rank: number = sft.settings.lora.r;
  const beta: number = kto.settings.training.beta;
  overrideConfig(sft, { settings: { lora: { r: rank + beta, target_modules: ['q_proj'] } } });
  // @ts-expect-error: RTX has no method mlx
  await tuner.loadConfig('rtx', 'mlx');
  // @ts-expect-error: this tuner has no back end mac
  await tuner.loadConfig('mac', 'sft');
  // @ts-expect-error: SFT has no beta
  String(sft.settings.training.beta);
  // @ts-expect-error: KTO has no loss_on
  await tuner.loadConfig('rtx', 'kto', { settings: { training: { loss_on: 'all' } } });
  // @ts-expect-error: no such value
  await tuner.loadConfig('rtx', 'sft', { settings: { training: { loss_on: 'nothing' } } });
  // @ts-expect-error: no such key
  overrideConfig(sft, { settings: { lora: { rank: 8 } } });
  // @ts-expect-error: no such device
  tuner.with(new RTXBackend({ device: 'tpu' }));
}
