import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assets } from '#assets';
import {
  datasetOf, decideObjective, openTrainers, overrideConfig, readConfig, TrainingBackend, trainerSmokeTest,
  unknownMethod, type ConfigOverrides, type EnvironmentOptions, type EnvironmentReport, type EnvironmentSpec,
  type LaunchSpec, type OpenedAssets, type TrainingConfig,
} from '@tuner/core';
import { mlxConfigSpec, type MacDevice } from './config/config-spec.ts';
import { createMacLaunchSpec } from './launch-spec.ts';
import { machineFacts } from './machine/machine-facts.ts';
import { machineFinding } from './machine/machine-finding.ts';
import { OLDEST_GLIBC } from './machine/missing-wheels.ts';
import type { MlxSettings } from './schema/mlx.ts';

/** The settings of each method. */
export type MacMethods = { readonly mlx: MlxSettings };

/** What {@link MacMethods} names. */
export type MacMethod = keyof MacMethods;

/** The types that {@link MacBackend} gives to `createTuner`. */
export interface MacTypes {
  readonly name: 'mac';
  readonly methods: MacMethods;
}

/** How to make a {@link MacBackend}. */
export interface MacOptions {
  /** A checkout of Tuner whose trainers are to be used, instead of those that come with this package. */
  readonly repoRoot?: string;
  /** Where it trains: `metal` by default; `cpu` for tests and tiny models, also on Linux. */
  readonly device?: MacDevice;
}

const METHODS = ['mlx'] as const satisfies readonly MacMethod[];

/** Trains on Apple silicon with MLX: method `mlx`, which does SFT or KTO. */
export class MacBackend extends TrainingBackend<MacTypes> {
  readonly name = 'mac';
  readonly #options: MacOptions;

  /** Without options: the trainers of this package, on the GPU of a Mac with Apple silicon. */
  constructor(options: MacOptions = {}) {
    super();
    this.#options = options;
  }

  /** `mlx`. */
  getAvailableMethods(): readonly MacMethod[] {
    return METHODS;
  }

  /**
   * Reads, checks and resolves a configuration: the shipped file, or the one in `configPath`. An `objective` of `auto`
   * stays until there are rows.
   * @throws ConfigurationError naming file, line, column and key
   */
  async loadConfig(method: string, overrides?: ConfigOverrides): Promise<TrainingConfig> {
    if (method !== 'mlx') throw unknownMethod(this.name, method, METHODS);
    const { directory } = await this.#trainers();
    const config = await readConfig(mlxConfigSpec(directory, this.#options.device), overrides);
    return config as unknown as TrainingConfig;
  }

  /**
   * Turns the objective `auto` into `sft` or `kto` by the labels of the rows; a warning says so when only one value
   * occurs. Another objective stays, and nothing is read.
   * @throws DatasetError `DATASET_NOT_SET`, `DATASET_NOT_FOUND`; ConfigurationError when KTO contradicts other keys
   */
  override async resolveConfig(config: TrainingConfig): Promise<TrainingConfig> {
    if (config.objective !== 'auto') return config;
    const { objective, warning } = await decideObjective(datasetOf(config));
    const remark = { kind: 'advice', key: 'training.objective' } as const;
    const foundOut = warning === undefined ? [] : [{ ...remark, message: warning }];
    return overrideConfig(config, { settings: { training: { objective } } }, foundOut);
  }

  /**
   * Looks at the machine first, then at the environment: off Apple silicon the answer needs no Python, and says that
   * `device: 'cpu'` exists. A bad one is a report, never an exception.
   */
  override async validateEnvironment(options?: EnvironmentOptions): Promise<EnvironmentReport> {
    const finding = machineFinding(machineFacts(), this.#device);
    if (!finding) return super.validateEnvironment(options);
    return { isValid: false, error: `${finding.message} ${finding.fix}`, findings: [finding] };
  }

  /** The locked packages, the same for Metal and the CPU. */
  async environment(config?: TrainingConfig): Promise<EnvironmentSpec> {
    const { directory } = await this.#trainers();
    const settings = config?.settings as MlxSettings | undefined;
    const device = settings?.system.device ?? this.#device;
    return {
      name: 'mac-mlx',
      requirements: await readFile(join(directory, 'requirements', 'mlx.txt'), 'utf8'),
      pythonVersions: ['3.12', '3.13', '3.11'],
      probe: { script: join(directory, 'tuner_trainers', 'mlx', 'probe.py'), args: ['--device', device] },
      smokeTest: trainerSmokeTest(join(directory, 'mistral_lora_mac', 'main.py')),
      needs: { glibc: OLDEST_GLIBC, diskBytes: 1e9, ...(device === 'metal' ? { gpu: 'metal' } : {}) },
    };
  }

  /** How `config` is trained. @throws DatasetError `DATASET_NOT_SET` */
  async createLaunchSpec(config: TrainingConfig): Promise<LaunchSpec> {
    return createMacLaunchSpec(config, (await this.#trainers()).sha256);
  }

  get #device(): MacDevice {
    return this.#options.device ?? 'metal';
  }

  #trainers(): Promise<OpenedAssets> {
    return openTrainers(assets, this.#options.repoRoot);
  }
}
