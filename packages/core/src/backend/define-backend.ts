import type { BackendDefinition, BackendTypes, ITrainingBackend } from '../contract/backend.ts';
import type { ConfigOverrides, TrainingConfig } from '../contract/config.ts';
import { TrainingBackend } from './training-backend.ts';

/** Turns a plain definition into a back end: adds `validateEnvironment` and `execute`. */
export function defineBackend<T extends BackendTypes>(
  definition: Omit<BackendDefinition<T>, 'contractVersion'>,
): ITrainingBackend<T> {
  return new DefinedBackend<T>(definition);
}

class DefinedBackend<T extends BackendTypes> extends TrainingBackend<T> {
  readonly name: T['name'];
  readonly #definition: Omit<BackendDefinition<T>, 'contractVersion'>;

  constructor(definition: Omit<BackendDefinition<T>, 'contractVersion'>) {
    super();
    this.name = definition.name;
    this.#definition = definition;
    const { resolveConfig } = definition;
    if (resolveConfig) this.resolveConfig = (config) => resolveConfig.call(definition, config);
  }

  getAvailableMethods(): readonly string[] {
    return this.#definition.getAvailableMethods();
  }

  loadConfig(method: string, overrides?: ConfigOverrides): Promise<TrainingConfig> {
    return this.#definition.loadConfig(method, overrides);
  }

  environment(config?: TrainingConfig) {
    return this.#definition.environment(config);
  }

  createLaunchSpec(config: TrainingConfig) {
    return this.#definition.createLaunchSpec(config);
  }
}
