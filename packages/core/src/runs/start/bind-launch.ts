import { join } from 'node:path';
import type { FileRole, LaunchDocument, RoleFile } from '../../contract/launch.ts';
import { LAUNCH_VERSION } from '../../contract/versions.ts';
import { attemptPaths, runPaths } from '../run-paths.ts';
import type { RunPlan } from './run-plan.ts';

/** How long a trainer may take to save and end by itself, and after SIGTERM, in milliseconds. */
const STOP_DEADLINES = { graceMs: 120_000, terminateMs: 10_000 };

/** What a launch document is made of. */
export type BoundPlan = Pick<RunPlan, 'runId' | 'config' | 'spec' | 'pythonPath' | 'from' | 'settings'> & {
  readonly data: { readonly path: string };
  readonly evaluationData?: { readonly path: string };
};

/** Binds the roles of a launch spec to the paths of one attempt. */
export function bindLaunch(plan: BoundPlan, home: string, directory: string, attempt: number): LaunchDocument {
  const files = filesOf(plan, home, directory, attempt);
  const path = ({ role, path: below }: RoleFile) => (below ? join(files[role] ?? '', below) : (files[role] ?? ''));
  const { spec } = plan;
  const command = (args: readonly (string | RoleFile)[]) =>
    [plan.pythonPath, spec.script, ...args.map((arg) => (typeof arg === 'string' ? arg : path(arg)))];
  return {
    formatVersion: LAUNCH_VERSION,
    runId: plan.runId,
    attempt,
    backend: plan.config.platform,
    method: plan.config.method,
    files,
    config: spec.document as LaunchDocument['config'],
    process: {
      argv: command(spec.args),
      cwd: spec.workingDirectory,
      env: { ...spec.env },
    },
    requiredOutputs: spec.requiredOutputs.map((set) => set.map(path)),
    stop: STOP_DEADLINES,
    prepare: spec.prepare ? { argv: command(spec.prepare) } : null,
    resume: null,
    ...plan.settings,
  };
}

function filesOf(plan: BoundPlan, home: string, directory: string, attempt: number): Record<FileRole, string | null> {
  const run = runPaths(directory);
  const own = attemptPaths(directory, attempt);
  return {
    launch: own.launch, requests: own.folder, ack: own.ack,
    events: run.events, lock: run.lock, checkpoints: run.checkpoints, model: run.model,
    data: plan.data.path,
    evaluationData: plan.evaluationData?.path ?? null,
    resumeFrom: null,
    startFrom: plan.from ?? null,
    cache: join(home, 'cache'),
  };
}
