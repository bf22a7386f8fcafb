import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runRecordSchema, type RunRecord } from '../../contract/records.ts';
import { FORMAT_VERSION, WIRE_VERSION } from '../../contract/versions.ts';
import { RunError } from '../../errors.ts';
import { syncFile, syncFolder } from '../../process/write-once.ts';
import { VERSION } from '../../version.ts';
import { bindLaunch } from './bind-launch.ts';
import { toHomeError } from './home-error.ts';
import { prepareAttempt } from './prepare-attempt.ts';
import { readRecord } from '../read-record.ts';
import { attemptPaths, runPaths, runsFolder } from '../run-paths.ts';
import type { RunContext, RunPlan } from './run-plan.ts';
import { writeJson } from './write-json.ts';

/** A recorded run: new, or the one that was there already under the same id with the same identity. */
export interface PreparedRun {
  readonly directory: string;
  readonly isNew: boolean;
}

/**
 * Records a run: prepares its directory beside the others and renames it into place, so that no half run is ever seen.
 * @throws RunError `RUN_EXISTS` when the id belongs to a run of another configuration; `HOME_NOT_WRITABLE`, `DISK_FULL`
 */
export async function prepareRun(context: RunContext, plan: RunPlan): Promise<PreparedRun> {
  return recordRun(context, plan).catch((error: unknown) => {
    throw toHomeError(error, context.home);
  });
}

async function recordRun(context: RunContext, plan: RunPlan): Promise<PreparedRun> {
  const runs = runsFolder(context.home);
  await mkdir(runs, { recursive: true });
  const directory = join(runs, plan.runId);
  if (await isSameRun(directory, plan)) return { directory, isNew: false };
  const temporary = await mkdtemp(join(runs, '.new-'));
  try {
    await writeRun(context, plan, temporary, directory);
    await rename(temporary, directory);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Somebody else recorded the same id in the meantime.
    if (await isSameRun(directory, plan)) return { directory, isNew: false };
    throw error;
  }
  await syncFolder(runs);
  return { directory, isNew: true };
}

async function isSameRun(directory: string, plan: RunPlan): Promise<boolean> {
  const record = await readRecord(runPaths(directory).record, runRecordSchema);
  if (record === undefined) return false;
  if (record.identity === plan.identity) return true;
  throw new RunError('RUN_EXISTS', `A run "${plan.runId}" exists already, with another configuration or data set.`, {
    hint: 'Choose another runId, or leave it out.',
    details: { runId: plan.runId, directory },
  });
}

async function writeRun(context: RunContext, plan: RunPlan, temporary: string, directory: string): Promise<void> {
  const paths = runPaths(temporary);
  const attempt = attemptPaths(temporary, 1);
  await mkdir(paths.checkpoints, { recursive: true });
  const record = await recordOf(context, plan);
  await writeJson(paths.record, record);
  await writeJson(paths.config, plan.config);
  await prepareAttempt(attempt.folder, bindLaunch(plan, context.home, directory, 1));
  const stamp = { v: WIRE_VERSION, attempt: 1, time: record.createdAt };
  const told = plan.news.map((news) => ({ type: 'warning', ...news }));
  const events = [{ type: 'run.created' }, ...told].map((event) => `${JSON.stringify({ ...stamp, ...event })}\n`);
  await writeFile(paths.events, events.join(''));
  await syncFile(paths.events);
}

async function recordOf(context: RunContext, plan: RunPlan): Promise<RunRecord> {
  const { config, data, evaluationData, from, tags, identity } = plan;
  return {
    formatVersion: FORMAT_VERSION,
    kind: 'training',
    runId: plan.runId,
    createdAt: new Date().toISOString(),
    backend: config.platform,
    method: config.method,
    objective: config.objective,
    modelName: config.modelName,
    versions: { core: VERSION, node: process.versions.node },
    assets: { supervisor: await context.executor.supervisorHash(), trainers: plan.spec.assetsHash },
    data,
    ...(evaluationData ? { evaluationData } : {}),
    ...(from ? { from } : {}),
    tags,
    identity,
  };
}
