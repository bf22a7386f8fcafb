import type { EnvironmentInfo } from '../../contract/environment.ts';
import type { Executor } from '../../contract/executor.ts';

/** The Python environments that Tuner manages. */
export interface Environments {
  /** All of them, ready or not, with what they take of the disk and which runs use them. */
  list(): Promise<EnvironmentInfo[]>;
  /**
   * Removes one with its files.
   * @throws EnvironmentError `ENVIRONMENT_NOT_FOUND`; `ENVIRONMENT_IN_USE` while a run of this home that has not ended
   * trains with it, or somebody builds it
   */
  remove(id: string): Promise<void>;
}

/** Gives access to the environments of a home. What that needs is loaded when it is first needed. */
export function createEnvironments(home: string, executor: Executor): Environments {
  return {
    list: async () => (await import('./list-environments.ts')).listEnvironments(home, executor),
    remove: async (id) => (await import('./remove-environment.ts')).removeEnvironment(home, executor, id),
  };
}
