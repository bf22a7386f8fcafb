import { assets } from '#assets';
import { openAssets } from '../assets/open-assets.ts';
import type {
  EnvironmentOptions, EnvironmentReport, EnvironmentSpec, ReadyEnvironment,
} from '../contract/environment.ts';
import type { EnsureEnvironmentOptions, Executor, Liveness, RunPlace, StartedRun } from '../contract/executor.ts';
import type { LaunchDocument } from '../contract/launch.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';
import { attemptPaths } from '../runs/run-paths.ts';
import { writeOnce } from './write-once.ts';

/**
 * Executes on this machine: managed environments below `home`, and one supervisor process a run. What it works with is
 * loaded when it is first needed, so that importing the package stays fast.
 */
export class LocalExecutor implements Executor {
  readonly name = 'local';
  readonly #home: string;

  /** `home` is the folder of the environments and of `cache/`. */
  constructor({ home }: { readonly home: string }) {
    this.#home = home;
  }

  async ensureEnvironment(spec: EnvironmentSpec, options?: EnsureEnvironmentOptions): Promise<ReadyEnvironment> {
    const { ensureEnvironment } = await import('../environment/ensure.ts');
    return ensureEnvironment(this.#home, spec, options);
  }

  async probe(spec: EnvironmentSpec, options?: EnvironmentOptions): Promise<EnvironmentReport> {
    const { probeEnvironment } = await import('../environment/probe-environment.ts');
    return probeEnvironment(this.#home, spec, options);
  }

  async resolvePython(spec: EnvironmentSpec, pythonPath?: string): Promise<string> {
    const { resolvePython } = await import('../environment/resolve-python.ts');
    return resolvePython(this.#home, spec, pythonPath);
  }

  async supervisorHash(): Promise<string> {
    return (await openAssets(assets)).sha256;
  }

  async start({ directory, attempt }: RunPlace, launch: LaunchDocument): Promise<StartedRun> {
    const { spawnSupervisor } = await import('./spawn-supervisor.ts');
    const { directory: supervisor } = await openAssets(assets);
    return spawnSupervisor({ python: launch.process.argv[0] ?? 'python3', supervisor, directory, attempt });
  }

  /** Alive while the supervisor or its trainer is. */
  async inspect({ directory, attempt }: RunPlace): Promise<Liveness> {
    const { attemptLiveness } = await import('./attempt-liveness.ts');
    const { supervisor, process } = attemptPaths(directory, attempt);
    return attemptLiveness([supervisor, process]);
  }

  async stop({ directory, attempt }: RunPlace, mode: 'stop' | 'cancel', graceMs?: number): Promise<void> {
    const paths = attemptPaths(directory, attempt);
    const grace = graceMs === undefined ? {} : { graceMs };
    const request = { formatVersion: FORMAT_VERSION, time: new Date().toISOString(), ...grace };
    await writeOnce(mode === 'stop' ? paths.stop : paths.cancel, `${JSON.stringify(request)}\n`);
  }
}
