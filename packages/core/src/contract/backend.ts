import type { ConfigOverrides, TrainingConfig } from './config.ts';
import type { EnvironmentOptions, EnvironmentReport, EnvironmentSpec } from './environment.ts';
import type { JsonObject } from './json.ts';
import type { LaunchSpec } from './launch.ts';

/** The version of {@link BackendDefinition} that this package speaks. */
export const BACKEND_CONTRACT_VERSION = 1;

/** Names a back end's name and the settings of each of its methods; carried by {@link BackendDefinition.types}. */
export interface BackendTypes {
  readonly name: string;
  readonly methods: Readonly<Record<string, object>>;
}

/** What one platform knows: its methods, its configuration, the environment it needs, how a configuration is launched. */
export interface BackendDefinition<T extends BackendTypes = BackendTypes> {
  readonly name: T['name'];
  readonly contractVersion: typeof BACKEND_CONTRACT_VERSION;
  /** Never set: carries the types of names, methods and settings to `createTuner`. */
  readonly types?: T;
  /** The methods, such as `['sft', 'kto']`. */
  getAvailableMethods(): readonly string[];
  /**
   * Reads, checks and resolves a configuration.
   * @throws ConfigurationError naming file, line, column and key.
   */
  loadConfig(method: string, overrides?: ConfigOverrides): Promise<TrainingConfig>;
  /**
   * Decides what a configuration leaves to its rows, such as `objective: 'auto'`, before a run is recorded. A back end
   * without such keys has no need of it; one that is decided already comes back as it is.
   * @throws ConfigurationError, DatasetError
   */
  resolveConfig?(config: TrainingConfig): Promise<TrainingConfig>;
  /** What the environment must hold, for `config` or for the back end as it was made. */
  environment(config?: TrainingConfig): EnvironmentSpec | Promise<EnvironmentSpec>;
  /** How `config` is trained. Pure: starts and writes nothing. */
  createLaunchSpec(config: TrainingConfig): LaunchSpec | Promise<LaunchSpec>;
}

/** How to run {@link ITrainingBackend.execute}. */
export interface ExecuteOptions {
  readonly signal?: AbortSignal;
  readonly runId?: string;
}

/** A back end as registries take it: a definition that can check its environment and run by itself. */
export interface ITrainingBackend<T extends BackendTypes = BackendTypes> extends BackendDefinition<T> {
  /** Looks at the environment; a bad one is a report, never an exception. */
  validateEnvironment(options?: EnvironmentOptions): Promise<EnvironmentReport>;
  /** One attached run in the default home; resolves to the trainer's exit code, 128 + n when signal n ended it. */
  execute(config: TrainingConfig, pythonPath?: string, options?: ExecuteOptions): Promise<number>;
}

/** Settings of method `M` in `T`; plain JSON where the types are not known. */
export type SettingsOf<T extends BackendTypes, M extends string> = M extends keyof T['methods'] ? T['methods'][M] : JsonObject;
