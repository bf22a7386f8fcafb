import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LaunchDocument } from '../../src/contract/launch.ts';
import { resultRecordSchema, type ResultRecord } from '../../src/contract/records.ts';
import type { RunEvent, RunEventOf, RunEventType } from '../../src/contract/run-events.ts';
import { readEvents } from '../../src/events/read-events.ts';
import { spawnSupervisor } from '../../src/process/spawn-supervisor.ts';
import { attemptPaths, runPaths } from '../../src/runs/run-paths.ts';
import { temporaryFolder } from './temporary.ts';

const ANY_PYTHON = process.platform === 'win32' ? 'python' : 'python3';
/**
 * Any Python 3 does: fixtures and supervisor use nothing but its standard library. It is the program itself: a version
 * manager's shim takes longer than most fixtures.
 */
export const PYTHON = execFileSync(ANY_PYTHON, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
export const SUPERVISOR = fileURLToPath(new URL('../../supervisor', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A prepared run whose trainer is one of the fixture programs. */
export interface FixtureRun {
  readonly directory: string;
  readonly run: ReturnType<typeof runPaths>;
  readonly paths: ReturnType<typeof attemptPaths>;
  readonly launch: LaunchDocument;
}

type Changes = Partial<Omit<LaunchDocument, 'files'>> & { readonly events?: string };

/** Prepares a run directory as the host does. */
export function prepareFixture(fixture: string, changes: Changes = {}): FixtureRun {
  const directory = temporaryFolder();
  const run = runPaths(directory);
  const paths = attemptPaths(directory, 1);
  mkdirSync(paths.folder, { recursive: true });
  const { events = run.events, ...rest } = changes;
  const launch = launchOf(fixture, directory, events, rest);
  writeFileSync(paths.launch, JSON.stringify(launch));
  if (events === run.events) writeFileSync(events, '');
  return { directory, run, paths, launch };
}

function launchOf(fixture: string, directory: string, events: string, changes: Changes): LaunchDocument {
  const run = runPaths(directory);
  const own = attemptPaths(directory, 1);
  return {
    formatVersion: '1.0', runId: 'a-run', attempt: 1, backend: 'fixture', method: 'none', config: {},
    files: {
      launch: own.launch, events, requests: own.folder, ack: own.ack, lock: run.lock, checkpoints: run.checkpoints,
      model: run.model, data: null, evaluationData: null, resumeFrom: null, startFrom: null, cache: null,
    },
    process: { argv: [PYTHON, join(FIXTURES, `${fixture}.py`), own.launch], cwd: directory, env: { ADDED: 'yes' } },
    requiredOutputs: [[join(run.model, 'weights')]],
    attached: true,
    stop: { graceMs: 20_000, terminateMs: 10_000 },
    devices: [], locks: null, queue: true, prepare: null, stallMs: 600_000, onStall: 'event', resume: null,
    ...changes,
  };
}

/** Starts the supervisor; resolves when it has answered. */
export function start({ directory }: FixtureRun) {
  return spawnSupervisor({ python: PYTHON, supervisor: SUPERVISOR, directory, attempt: 1 });
}

/** Runs a fixture to its end. */
export async function runFixture(fixture: string, changes?: Changes) {
  const prepared = prepareFixture(fixture, changes);
  await (await start(prepared)).ended;
  return { ...prepared, result: resultOf(prepared) };
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export function resultOf({ paths }: FixtureRun): ResultRecord {
  return resultRecordSchema.parse(readJson(paths.result));
}

/** The events that are on disk now. */
export async function eventsOf({ run }: Pick<FixtureRun, 'run'>): Promise<RunEvent[]> {
  return Array.fromAsync(readEvents(run.events, { runId: 'a-run', isOver: async () => true }));
}

/** Waits for the first event of a type: the fixture has come that far. */
export async function untilEvent<N extends RunEventType>(fixture: FixtureRun, type: N): Promise<RunEventOf<N>> {
  const options = { runId: 'a-run', follow: true, isOver: async () => false };
  for await (const event of readEvents(fixture.run.events, options)) {
    if (event.type === type) return event as RunEventOf<N>;
  }
  throw new Error(`No event ${type}`);
}

export async function untilExists(path: string): Promise<void> {
  while (!existsSync(path)) await sleep(10);
}

/** Leaves a request, as `Executor.stop` does. */
export function ask({ paths }: FixtureRun, mode: 'stop' | 'cancel', request: object = {}): void {
  writeFileSync(paths[mode], JSON.stringify({ formatVersion: '1.0', ...request }));
}
