import { fileURLToPath } from 'node:url';
import type { AssetSource } from '@tuner/core';

/** The trainers of this checkout, without those of the other back end. */
export const assets: AssetSource = {
  kind: 'folder',
  directory: fileURLToPath(new URL('../../../../Trainers', import.meta.url)),
  without: [
    'rtx3090_sft/', 'rtx3090_kto/', 'tuner_trainers/trl/', 'requirements/cpu.txt', 'requirements/cuda.txt',
    'requirements/unsloth.txt', 'requirements/cpu-unsloth.txt',
    'tuner_trainers/schemas/config-rtx-sft.schema.json', 'tuner_trainers/schemas/config-rtx-kto.schema.json',
  ],
};
