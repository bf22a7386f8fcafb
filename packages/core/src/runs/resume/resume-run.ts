import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackendRegistry } from '../../backend/registry.ts';
import type { Executor, RunPlace } from '../../contract/executor.ts';
import type { LaunchDocument } from '../../contract/launch.ts';
import { RunError } from '../../errors.ts';
import { checkOptions } from '../../options/check-options.ts';
import { syncFolder } from '../../process/write-once.ts';
import { attemptSettings } from '../start/attempt-settings.ts';
import { nameGpus } from '../start/name-gpus.ts';
import { ATTEMPT_OPTIONS } from '../start/option-rules.ts';
import { prepareAttempt } from '../start/prepare-attempt.ts';
import { readLaunch } from '../read-launch.ts';
import { attemptPaths, lastAttempt, runPaths } from '../run-paths.ts';
import { readRunInfo } from '../run-status.ts';
import { active, settle } from '../recovery/settle.ts';
import { assertNotAborted, startAttempt, type OwnRun } from '../start/start-attempt.ts';
import type { AttemptOptions } from '../start/train-options.ts';
import { findOtherCode } from './check-code.ts';
import { checkInputs } from './check-inputs.ts';
import { chooseCheckpoint, setAside, type CheckpointChoice } from './choose-checkpoint.ts';
import { lastStep } from './last-step.ts';
import { rebindLaunch } from './rebind-launch.ts';
import { tellResume } from './tell-resume.ts';

/** What a resume needs of the outside. */
export interface ResumeContext {
  readonly executor: Executor;
  readonly backends: BackendRegistry;
}

/**
 * Adds an attempt to a run that has ended without success, and starts it from the newest checkpoint that can be trusted.
 * @throws RunError `RUN_SUCCEEDED`, `RUN_ACTIVE`, `RESUME_REFUSED`, `START_FAILED`, `DEVICE_BUSY`, `ABORTED`; DatasetError
 * `DATASET_CHANGED`, `DATASET_NOT_FOUND`
 */
export async function resumeRun(
  { executor, backends }: ResumeContext, directory: string, options: AttemptOptions = {},
): Promise<OwnRun> {
  checkOptions('resume', ATTEMPT_OPTIONS, options);
  const { signal } = options;
  assertNotAborted(signal);
  const { record, attempts } = await readRunInfo(executor, directory);
  const { runId } = record;
  const last = { runId, directory, attempt: attempts };
  if ((await settle(executor, last)) === 'succeeded') throw succeeded(last);
  const before = await readLaunch(directory, attempts);
  const pythonPath = options.pythonPath ?? before.process.argv[0] ?? 'python3';
  const asked = attemptSettings(options, before.devices);
  const settings = { ...asked, devices: await nameGpus(asked.devices) };
  await checkInputs(record, before, pythonPath);
  const otherCode = await findOtherCode(backends, { directory, record, launch: before });
  const choice = await chooseCheckpoint(directory, runId);
  const resume = await resumeOf(directory, before, choice);
  const place = { runId, directory, attempt: attempts + 1 };
  assertNotAborted(signal);
  await claim(place, rebindLaunch(before, { ...place, pythonPath, settings, resume }));
  await setAside(directory, place.attempt, choice.skipped);
  await tellResume(place, choice, otherCode);
  return startAttempt(executor, place, signal);
}

async function resumeOf(directory: string, before: LaunchDocument, { chosen }: CheckpointChoice) {
  const done = await lastStep(directory, before);
  return { from: chosen ? { step: chosen.step, path: chosen.path } : null, repeats: Math.max(0, done - (chosen?.step ?? 0)) };
}

/** Puts the attempt in its place, which of several that resume at once only one can. */
async function claim(place: RunPlace, launch: LaunchDocument): Promise<void> {
  const { attempts } = runPaths(place.directory);
  const prepared = await mkdtemp(join(attempts, '.new-'));
  try {
    await prepareAttempt(prepared, launch);
    await rename(prepared, attemptPaths(place.directory, place.attempt).folder);
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    if ((await lastAttempt(place.directory)) >= place.attempt) throw active(place, 'created');
    throw error;
  }
  await syncFolder(attempts);
}

function succeeded({ runId, directory }: RunPlace): RunError {
  return new RunError('RUN_SUCCEEDED', `Run "${runId}" has succeeded: there is nothing left to resume.`, {
    hint: 'Train on with train(config, { from: result.artifact }).',
    details: { runId, directory },
  });
}
