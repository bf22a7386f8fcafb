import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetOf } from '../config/dataset-of.ts';
import { isObject } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import { errorJsonSchema } from '../contract/error-json.ts';
import type { JsonObject } from '../contract/json.ts';
import type { LaunchSpec, RoleFile } from '../contract/launch.ts';
import { lastLines, runCommand, type CommandResult } from '../environment/run-command.ts';
import { BackendError, EnvironmentError, errorFromJson, RunError, type TunerError } from '../errors.ts';
import { classifyFailure } from '../results/failures/classify-failure.ts';
import { attemptPaths } from '../runs/run-paths.ts';
import { attemptSettings } from '../runs/start/attempt-settings.ts';
import { bindLaunch } from '../runs/start/bind-launch.ts';
import type { RunContext } from '../runs/start/run-plan.ts';

/** What a trainer is asked, besides to train. */
export interface TrainerQuestion {
  /** Such as `a preview`, for messages. */
  readonly what: string;
  /** The arguments of the script; `undefined` where the back end's trainers cannot be asked this. */
  readonly args: (spec: LaunchSpec) => readonly (string | RoleFile)[] | undefined;
  /** The file of the answer, in the folder of requests. */
  readonly file: string;
  readonly pythonPath?: string;
  readonly signal?: AbortSignal;
  /** Gets every line that the trainer prints, as it is printed. */
  readonly onLine?: (line: string) => void;
}

/**
 * Asks a trainer something that is no run: a process of its own with a launch document in a temporary folder, which is
 * gone afterwards. Gives what it wrote as its answer.
 * @throws DatasetError `DATASET_NOT_SET`; BackendError `BACKEND_INVALID` where the back end cannot be asked;
 * EnvironmentError `ENVIRONMENT_NOT_READY`, `PYTHON_NOT_FOUND`, `PYTHON_UNUSABLE`; RunError `ABORTED`; and the error
 * that the trainer tells
 */
export async function askTrainer(
  context: RunContext, given: TrainingConfig, question: TrainerQuestion,
): Promise<JsonObject> {
  const { backend, executor } = context;
  assertNotAborted(question);
  const config = (await backend.resolveConfig?.(given)) ?? given;
  const spec = await backend.createLaunchSpec(config);
  const args = question.args(spec);
  if (args === undefined) throw cannotBeAsked(backend.name, question.what);
  const pythonPath = await executor.resolvePython(await backend.environment(config), question.pythonPath);
  const folder = await mkdtemp(join(tmpdir(), 'tuner-ask-'));
  try {
    return await ask(context.home, config, { ...spec, args }, pythonPath, folder, question);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ask(
  home: string, config: TrainingConfig, spec: LaunchSpec, pythonPath: string, folder: string, question: TrainerQuestion,
): Promise<JsonObject> {
  const plan = { runId: 'question', config, spec, pythonPath, data: { path: datasetOf(config) } };
  const launch = bindLaunch({ ...plan, settings: attemptSettings({}, []) }, home, folder, 1);
  const attempt = attemptPaths(folder, 1);
  await mkdir(attempt.folder, { recursive: true });
  await writeFile(attempt.launch, JSON.stringify(launch));
  const [python = pythonPath, ...rest] = launch.process.argv;
  const result = await run(python, rest, launch.process.env, question);
  const answer = await readAnswer(join(attempt.folder, question.file));
  if (answer === undefined) throw unanswered(result, python, config);
  const told = errorJsonSchema.safeParse(answer['error']);
  if (told.success) throw errorFromJson(told.data);
  return answer;
}

async function run(
  python: string, args: readonly string[], env: Readonly<Record<string, string>>, question: TrainerQuestion,
): Promise<CommandResult> {
  try {
    const result = await runCommand(python, args, { env, signal: question.signal, onLine: question.onLine });
    assertNotAborted(question);
    return result;
  } catch (error) {
    assertNotAborted(question);
    throw error;
  }
}

async function readAnswer(path: string): Promise<JsonObject | undefined> {
  try {
    const answer: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isObject(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

function assertNotAborted({ signal, what }: TrainerQuestion): void {
  if (!signal?.aborted) return;
  throw new RunError('ABORTED', `The caller aborted it: the trainer was asked for ${what}; nothing was changed.`, {
    cause: signal.reason, retryable: true,
  });
}

function cannotBeAsked(backend: string, what: string): BackendError {
  return new BackendError('BACKEND_INVALID', `The trainers of back end "${backend}" cannot be asked for ${what}.`, {
    hint: 'Its createLaunchSpec names no arguments for it; trainerLaunchSpec does.', details: { backend },
  });
}

function unanswered({ startError, exitCode, all }: CommandResult, python: string, config: TrainingConfig): TunerError {
  if (startError !== undefined) {
    const isMissing = startError === 'ENOENT';
    const message = isMissing ? `${python} does not exist.` : `${python} cannot be executed (${startError}).`;
    return new EnvironmentError(isMissing ? 'PYTHON_NOT_FOUND' : 'PYTHON_UNUSABLE', message, {
      hint: 'Pass the path of another Python as pythonPath, or leave it out.',
    });
  }
  const ended = { formatVersion: '1.0', status: 'failed', endedAt: new Date().toISOString(), ack: null } as const;
  const log = { first: 1, lines: lastLines(all, 40) };
  return classifyFailure({ ...ended, code: exitCode ?? null, signal: null }, log, config);
}
