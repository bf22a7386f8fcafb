import { BACKEND_CONTRACT_VERSION, type BackendTypes, type ExecuteOptions, type ITrainingBackend } from '../contract/backend.ts';
import type { ConfigOverrides, TrainingConfig } from '../contract/config.ts';
import type { EnvironmentOptions, EnvironmentReport, EnvironmentSpec } from '../contract/environment.ts';
import type { LaunchSpec } from '../contract/launch.ts';
import { LocalExecutor } from '../process/local-executor.ts';
import { resolveHome } from '../runs/home.ts';

/**
 * What every back end shares: given what a platform knows, this adds the check of the environment and a run by itself,
 * on this machine and in the default home.
 */
export abstract class TrainingBackend<T extends BackendTypes = BackendTypes> implements ITrainingBackend<T> {
  abstract readonly name: T['name'];
  readonly contractVersion = BACKEND_CONTRACT_VERSION;
  declare readonly types?: T;

  abstract getAvailableMethods(): readonly string[];
  abstract loadConfig(method: string, overrides?: ConfigOverrides): Promise<TrainingConfig>;
  resolveConfig?(config: TrainingConfig): Promise<TrainingConfig>;
  abstract environment(config?: TrainingConfig): EnvironmentSpec | Promise<EnvironmentSpec>;
  abstract createLaunchSpec(config: TrainingConfig): LaunchSpec | Promise<LaunchSpec>;

  /** Looks at the environment; a bad one is a report, never an exception. */
  async validateEnvironment(options?: EnvironmentOptions): Promise<EnvironmentReport> {
    const executor = new LocalExecutor({ home: resolveHome() });
    return executor.probe(await this.environment(), options);
  }

  /**
   * One attached run in the default home; resolves to the trainer's exit code, 128 + n when signal n ended it. Without
   * preflight: what is wrong has an exit code of the trainer, too.
   */
  async execute(config: TrainingConfig, pythonPath?: string, options: ExecuteOptions = {}): Promise<number> {
    // Loaded when it is first needed, so that importing the package stays fast.
    const [{ startRun }, { exitCodeOf }] = await Promise.all([
      import('../runs/start/start-run.ts'), import('../results/exit-code.ts'),
    ]);
    const home = resolveHome();
    const context = { home, executor: new LocalExecutor({ home }), backend: this };
    const { run } = await startRun(context, config, { ...options, pythonPath, preflight: 'off' });
    await run.result;
    return exitCodeOf(run.directory, run.attempt);
  }
}
