import { assets } from '#assets';
import { openAssets } from '../assets/open-assets.ts';
import type {
  EnvironmentOptions, EnvironmentReport, EnvironmentSpec, ReadyEnvironment,
} from '../contract/environment.ts';
import type { AttemptProcesses, EnsureEnvironmentOptions, Executor, RecoverOptions, RunPlace, StartedRun } from '../contract/executor.ts';
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
    const python = launch.process.argv[0] ?? 'python3';
    return spawnSupervisor({ python, supervisor, directory, attempt, attached: launch.attached });
  }

  async recover({ directory, attempt }: RunPlace, { attached = false }: RecoverOptions = {}): Promise<StartedRun> {
    const [{ spawnSupervisor }, { readLaunch }] = await Promise.all([
      import('./spawn-supervisor.ts'), import('../runs/read-launch.ts'),
    ]);
    const { directory: supervisor } = await openAssets(assets);
    const { process } = await readLaunch(directory, attempt);
    const python = process.argv[0] ?? 'python3';
    return spawnSupervisor({ python, supervisor, directory, attempt, attached, adopt: true });
  }

  /** Looks at the processes that the attempt's files name. */
  async inspect({ directory, attempt }: RunPlace): Promise<AttemptProcesses> {
    const { attemptProcesses } = await import('./attempt-processes.ts');
    return attemptProcesses(directory, attempt);
  }

  async stop({ directory, attempt }: RunPlace, mode: 'stop' | 'cancel', graceMs?: number): Promise<void> {
    const paths = attemptPaths(directory, attempt);
    const grace = graceMs === undefined ? {} : { graceMs };
    const request = { formatVersion: FORMAT_VERSION, time: new Date().toISOString(), ...grace };
    await writeOnce(mode === 'stop' ? paths.stop : paths.cancel, `${JSON.stringify(request)}\n`);
  }
}
