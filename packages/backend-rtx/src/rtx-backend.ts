import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assets } from '#assets';
import {
  openTrainers, readConfig, TrainingBackend, trainerSmokeTest, unknownMethod, type ConfigOverrides,
  type EnvironmentSpec, type LaunchSpec, type OpenedAssets, type TrainingConfig,
} from '@tuner/core';
import { configSpec, type RtxMethod, type RtxMethods } from './config/config-specs.ts';
import type { Device } from './detect-device.ts';
import { createRtxLaunchSpec } from './launch-spec.ts';
import { machineNeeds } from './machine-needs.ts';
import type { SftSettings } from './schema/sft.ts';

/** The types that {@link RTXBackend} gives to `createTuner`. */
export interface RtxTypes {
  readonly name: 'rtx';
  readonly methods: RtxMethods;
}

/** How to make an {@link RTXBackend}. */
export interface RtxOptions {
  /** A checkout of Tuner whose trainers are to be used, instead of those that come with this package. */
  readonly repoRoot?: string;
  /** Where it trains: `cuda` by default; `cpu` for tests and small models. */
  readonly device?: Device;
  /**
   * Whether the managed environment for an NVIDIA GPU holds Unsloth, which then trains SFT with LoRA; `false` by
   * default: the newest TRL with transformers and PEFT.
   */
  readonly unsloth?: boolean;
}

const METHODS = ['sft', 'kto'] as const satisfies readonly RtxMethod[];

/** Trains on NVIDIA GPUs with TRL and PEFT: methods `sft` and `kto`. */
export class RTXBackend extends TrainingBackend<RtxTypes> {
  readonly name = 'rtx';
  readonly #options: RtxOptions;

  /** Without options: the trainers of this package, on an NVIDIA GPU. */
  constructor(options: RtxOptions = {}) {
    super();
    this.#options = options;
  }

  /** `sft` and `kto`. */
  getAvailableMethods(): readonly RtxMethod[] {
    return METHODS;
  }

  /**
   * Reads, checks and resolves the configuration of a method: the shipped file, or the one in `configPath`.
   * @throws ConfigurationError naming file, line, column and key
   */
  async loadConfig(method: string, overrides?: ConfigOverrides): Promise<TrainingConfig> {
    const known = METHODS.find((name) => name === method);
    if (known === undefined) throw unknownMethod(this.name, method, METHODS);
    const { directory } = await this.#trainers();
    const config = await readConfig(configSpec(known, directory, this.#options.device), overrides);
    return config as unknown as TrainingConfig;
  }

  /** The locked packages for the GPU or the CPU: of `config`, else of the device that this back end was made with. */
  async environment(config?: TrainingConfig): Promise<EnvironmentSpec> {
    const { directory } = await this.#trainers();
    const settings = config?.settings as SftSettings | undefined;
    const device = settings?.system.device ?? this.#options.device ?? 'cuda';
    const packages = device === 'cuda' && this.#options.unsloth ? 'unsloth' : device;
    return {
      name: `rtx-${packages}`,
      requirements: await readFile(join(directory, 'requirements', `${packages}.txt`), 'utf8'),
      pythonVersions: ['3.12', '3.13', '3.11'],
      ...(device === 'cpu' ? { cpuBuilds: ['torch'] } : {}),
      probe: { script: join(directory, 'tuner_trainers', 'trl', 'probe.py'), args: ['--device', device] },
      smokeTest: trainerSmokeTest(join(directory, 'rtx3090_sft', 'train_sft.py')),
      needs: machineNeeds(device),
    };
  }

  /** How `config` is trained. @throws DatasetError `DATASET_NOT_SET` */
  async createLaunchSpec(config: TrainingConfig): Promise<LaunchSpec> {
    return createRtxLaunchSpec(config, (await this.#trainers()).sha256);
  }

  #trainers(): Promise<OpenedAssets> {
    return openTrainers(assets, this.#options.repoRoot);
  }
}
