import { assets } from '#assets';
import { openAssets } from '../assets/open-assets.ts';
import type {
  EnvironmentOptions, EnvironmentReport, EnvironmentSpec, ReadyEnvironment,
} from '../contract/environment.ts';
import type { EnsureEnvironmentOptions, Executor, Liveness, RunPlace, StartedRun } from '../contract/executor.ts';
import type { LaunchDocument } from '../contract/launch.ts';
import { FORMAT_VERSION, processIdentitySchema } from '../contract/records.ts';
import { ensureEnvironment } from '../environment/ensure.ts';
import { probeEnvironment } from '../environment/probe-environment.ts';
import { resolvePython } from '../environment/resolve-python.ts';
import { readRecord } from '../runs/read-record.ts';
import { attemptPaths } from '../runs/run-paths.ts';
import { livenessOf } from './identity.ts';
import { spawnSupervisor } from './spawn-supervisor.ts';
import { writeOnce } from './write-once.ts';

/** Executes on this machine: managed environments below `home`, and one supervisor process a run. */
export class LocalExecutor implements Executor {
  readonly name = 'local';
  readonly #home: string;

  /** `home` is the folder of the environments and of `cache/`. */
  constructor({ home }: { readonly home: string }) {
    this.#home = home;
  }

  ensureEnvironment(spec: EnvironmentSpec, options?: EnsureEnvironmentOptions): Promise<ReadyEnvironment> {
    return ensureEnvironment(this.#home, spec, options);
  }

  probe(spec: EnvironmentSpec, options?: EnvironmentOptions): Promise<EnvironmentReport> {
    return probeEnvironment(this.#home, spec, options);
  }

  resolvePython(spec: EnvironmentSpec, pythonPath?: string): Promise<string> {
    return resolvePython(this.#home, spec, pythonPath);
  }

  async supervisorHash(): Promise<string> {
    return (await openAssets(assets)).sha256;
  }

  async start({ directory, attempt }: RunPlace, launch: LaunchDocument): Promise<StartedRun> {
    const { directory: supervisor } = await openAssets(assets);
    return spawnSupervisor({ python: launch.process.argv[0] ?? 'python3', supervisor, directory, attempt });
  }

  /** Alive while the supervisor or its trainer is. */
  async inspect({ directory, attempt }: RunPlace): Promise<Liveness> {
    const paths = attemptPaths(directory, attempt);
    const found: Liveness[] = [];
    for (const path of [paths.supervisor, paths.process]) {
      const identity = await readRecord(path, processIdentitySchema);
      if (identity) found.push(await livenessOf(identity));
    }
    if (found.includes('alive')) return 'alive';
    return found.includes('unknown') ? 'unknown' : 'gone';
  }

  async stop({ directory, attempt }: RunPlace, mode: 'stop' | 'cancel', graceMs?: number): Promise<void> {
    const paths = attemptPaths(directory, attempt);
    const grace = graceMs === undefined ? {} : { graceMs };
    const request = { formatVersion: FORMAT_VERSION, time: new Date().toISOString(), ...grace };
    await writeOnce(mode === 'stop' ? paths.stop : paths.cancel, `${JSON.stringify(request)}\n`);
  }
}
