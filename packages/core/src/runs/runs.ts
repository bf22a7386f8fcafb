import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BackendRegistry } from '../backend/registry.ts';
import type { Executor } from '../contract/executor.ts';
import type { RunInfo, UnreadableRun } from '../contract/results.ts';
import { RunError } from '../errors.ts';
import type { ListOptions } from './list-runs.ts';
import type { ReconcileReport } from './recovery/reconcile.ts';
import type { RunHandle } from './run-handle.ts';
import { checkRunId } from './run-id.ts';
import { runsFolder } from './run-paths.ts';
import type { StartedRuns } from './started-runs.ts';
import type { AttemptOptions } from './start/train-options.ts';

/** The recorded runs of a home: the same in every process that looks at them. */
export interface Runs {
  /** The runs that `options` ask for, all by default, newest first; one that cannot be read says so and hides no other. */
  list(options?: ListOptions): Promise<(RunInfo | UnreadableRun)[]>;
  /** One run. @throws RunError `RUN_NOT_FOUND`, `RUN_UNREADABLE`, `FORMAT_VERSION` */
  get(runId: string): Promise<RunInfo>;
  /**
   * A handle of a run, whoever started it and wherever it stands. One that lost its supervisor is taken over first. It
   * does not keep this program alive, and the run does not end with it. @throws RunError as `get`
   */
  attach(runId: string): Promise<RunHandle>;
  /**
   * Goes on with a run that ended without success, in a new attempt: from the newest checkpoint whose files are what was
   * written, else from the beginning. `attempt.started` says from where, and how many steps are repeated.
   * @throws RunError `RUN_ACTIVE`, `RUN_SUCCEEDED`, `RESUME_REFUSED`, `START_FAILED`, `DEVICE_BUSY`, `ABORTED`, `CLOSED`;
   * DatasetError `DATASET_CHANGED`, `DATASET_NOT_FOUND`; EnvironmentError `PYTHON_NOT_FOUND`
   */
  resume(runId: string, options?: AttemptOptions): Promise<RunHandle>;
  /** Removes a run with all its files; one that cannot be read, too. @throws RunError `RUN_ACTIVE`, `RUN_NOT_FOUND` */
  delete(runId: string): Promise<void>;
  /** Concludes what is found dead, has somebody watch what lost its supervisor, and touches nothing else. */
  reconcile(): Promise<ReconcileReport>;
}

/** What {@link createRuns} works with. */
export interface RunsContext {
  readonly home: string;
  readonly executor: Executor;
  readonly backends: BackendRegistry;
  readonly started: StartedRuns;
}

/** Gives access to the runs of a home. What they need is loaded when it is first needed: importing stays fast. */
export function createRuns({ home, executor, backends, started }: RunsContext): Runs {
  const folder = runsFolder(home);
  const find = (runId: string) => findRun(folder, runId);
  return {
    list: async (options) => (await import('./list-runs.ts')).listRuns(executor, folder, options),
    get: async (runId) => (await import('./run-status.ts')).readRunInfo(executor, find(runId)),
    attach: async (runId) => (await import('./attach-run.ts')).attachRun(executor, find(runId)),
    resume: (runId, options) => started.add(async () => {
      const { resumeRun } = await import('./resume/resume-run.ts');
      return resumeRun({ executor, backends }, find(runId), options);
    }),
    delete: async (runId) => (await import('./delete-run.ts')).deleteRun(executor, find(runId), runId),
    reconcile: async () => (await import('./recovery/reconcile.ts')).reconcile(executor, folder),
  };
}

function findRun(folder: string, runId: string): string {
  const directory = join(folder, checkRunId(runId));
  if (existsSync(directory)) return directory;
  throw new RunError('RUN_NOT_FOUND', `There is no run "${runId}" in ${folder}.`, {
    hint: 'runs.list() gives the runs of this home.',
    details: { runId },
  });
}
