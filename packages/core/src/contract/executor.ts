import type { EnvironmentOptions, EnvironmentProgress, EnvironmentReport, EnvironmentSpec, ReadyEnvironment } from './environment.ts';
import type { LaunchDocument } from './launch.ts';

/** A recorded run, as an executor sees it. */
export interface RunPlace {
  readonly runId: string;
  /** The run directory. */
  readonly directory: string;
  readonly attempt: number;
}

/** Whether the processes of an attempt are there. `unknown`: seen from another machine or container. */
export type Liveness = 'alive' | 'gone' | 'unknown';

/** How to recover an attempt. */
export interface RecoverOptions {
  /** This program is the host of the attached attempt, which is stopped and saved when it ends; `false` by default. */
  readonly attached?: boolean;
}

/** The processes of an attempt. */
export interface AttemptProcesses {
  /** Whoever will write the attempt's result: its supervisor, or the one that took over from it. */
  readonly supervisor: Liveness;
  readonly trainer: Liveness;
}

/** How to build an environment. */
export interface EnsureEnvironmentOptions {
  /** Is told each step, and each package while they are installed. */
  readonly onProgress?: (progress: EnvironmentProgress) => void;
  readonly signal?: AbortSignal;
  /** The interpreter to build with; by default the best that is found. */
  readonly pythonPath?: string;
  /** Builds another one even when one is ready; the earlier one stays until it is removed. `false` by default. */
  readonly rebuild?: boolean;
  /** A proxy for the downloads: `http://user:password@host:port`. What is secret in it reaches no log and no error. */
  readonly proxy?: string;
  /** A folder of wheels: everything is taken from it, and nothing else is asked. */
  readonly wheels?: string;
  /**
   * The package index instead of pip's own: its address (`https:` or `file:`), or a name: `pypi`, `pytorch-cpu`, or
   * what a variable `TUNER_INDEX_<NAME>` holds. With it no index is asked that is not named here or in pip's settings.
   */
  readonly index?: string;
  /** Further indexes, by address or name. */
  readonly extraIndex?: string | readonly string[];
  /** Whether uv installs instead of pip; it must be on the `PATH`. `false` by default. */
  readonly uv?: boolean;
}

/** Where runs are executed: facts of the machine, environments, processes. */
export interface Executor {
  readonly name: string;
  /** Builds the managed environment of `spec` or finds it ready. @throws EnvironmentError */
  ensureEnvironment(spec: EnvironmentSpec, options?: EnsureEnvironmentOptions): Promise<ReadyEnvironment>;
  /** Looks at the environment of `spec`; never throws for what it finds. */
  probe(spec: EnvironmentSpec, options?: EnvironmentOptions): Promise<EnvironmentReport>;
  /** The interpreter for `spec`: given, `TUNER_PYTHON`, or the managed environment's. @throws EnvironmentError */
  resolvePython(spec: EnvironmentSpec, pythonPath?: string): Promise<string>;
  /** SHA-256 of the supervisor's code. */
  supervisorHash(): Promise<string>;
  /**
   * Starts the recorded attempt; resolves when its supervisor has answered: the trainer runs, or waits in the queue.
   * @throws RunError `START_FAILED`, `DEVICE_BUSY`
   */
  start(place: RunPlace, launch: LaunchDocument): Promise<StartedRun>;
  /**
   * Lets somebody take over an attempt that lost its supervisor, and conclude it; resolves when that one has answered.
   * @throws RunError `ADOPT_REFUSED`: it has a supervisor, a result or another adopter, or too many have tried.
   */
  recover(place: RunPlace, options?: RecoverOptions): Promise<StartedRun>;
  /** Which of the attempt's processes are there. */
  inspect(place: RunPlace): Promise<AttemptProcesses>;
  /** Leaves the request on disk for whoever watches it. Idempotent. */
  stop(place: RunPlace, mode: 'stop' | 'cancel', graceMs?: number): Promise<void>;
}

/** A started attempt. */
export interface StartedRun {
  /** Resolves when the supervisor has gone, however it went; keeps the event loop alive until then or until `detach`. */
  readonly ended: Promise<void>;
  /** Lets go of it: it no longer keeps the event loop alive. */
  detach(): void;
}
