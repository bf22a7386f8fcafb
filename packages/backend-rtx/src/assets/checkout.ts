import { fileURLToPath } from 'node:url';
import type { AssetSource } from '@tuner/core';

/** The trainers of this checkout, without those of the other back end. */
export const assets: AssetSource = {
  kind: 'folder',
  directory: fileURLToPath(new URL('../../../../Trainers', import.meta.url)),
  without: [
    'mistral_lora_mac/', 'tuner_trainers/mlx/', 'requirements/mlx.txt', 'requirements/cpu-unsloth.txt',
    'tuner_trainers/schemas/config-mac-mlx.schema.json',
  ],
};
