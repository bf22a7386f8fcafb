/** A package that is published. `embeds` names Python files that must travel in it, by what they are for. */
export interface PublishedPackage {
  readonly name: string;
  /** Below `packages/`. */
  readonly folder: string;
  readonly embeds: readonly string[];
}

/** Every package that is published, core first. */
export const PACKAGES: readonly PublishedPackage[] = [
  { name: '@tuner/core', folder: 'core', embeds: ['__main__.py', 'processes/session.py', 'watch/ladder.py'] },
  {
    name: '@tuner/backend-rtx',
    folder: 'backend-rtx',
    embeds: [
      'rtx3090_sft/train_sft.py', 'rtx3090_sft/configs/config.yaml', 'rtx3090_kto/train_kto.py',
      'rtx3090_kto/configs/config.yaml', 'requirements/cpu.txt', 'requirements/cuda.txt',
      'requirements/unsloth.txt',
      'tuner_trainers/schemas/config-rtx-sft.schema.json', 'tuner_trainers/schemas/config-rtx-kto.schema.json',
      'tuner_trainers/trl/train.py',
    ],
  },
  {
    name: '@tuner/backend-mac',
    folder: 'backend-mac',
    embeds: [
      'mistral_lora_mac/main.py', 'mistral_lora_mac/config/config.yaml', 'requirements/mlx.txt',
      'tuner_trainers/schemas/config-mac-mlx.schema.json', 'tuner_trainers/mlx/train.py',
    ],
  },
];
