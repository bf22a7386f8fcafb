import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Executor, RunPlace, StartedRun } from '../contract/executor.ts';
import type { LaunchDocument } from '../contract/launch.ts';
import type { AckRecord } from '../contract/records.ts';
import type { TerminalStatus } from '../contract/status.ts';
import { FORMAT_VERSION, WIRE_VERSION } from '../contract/versions.ts';
import type { EventContent, LifeEvent } from '../contract/wire-events.ts';
import { RunError, TunerError } from '../errors.ts';
import { appendLifeEvent } from '../events/append-event.ts';
import { attemptProcesses } from '../process/attempt-processes.ts';
import { writeOnce } from '../process/write-once.ts';
import { attemptPaths, runPaths } from '../runs/run-paths.ts';
import { ackOf, createFakeTrainer, fakeTraining, writeOutputs, type FakeEnding, type FakeScript } from './fake-trainer.ts';

/**
 * An executor that plays `script` instead of training, and writes a real run directory while it does: for tests of
 * programs that use Tuner, with no Python and no supervisor. A script that throws is a failed run.
 */
export function fakeExecutor(script: FakeScript = fakeTraining): Executor {
  const report = { python: '3.12.0', versions: {}, device: null, findings: [] };
  return {
    name: 'fake',
    ensureEnvironment: async () => ({ pythonPath: 'python', directory: '', reused: true, probe: report }),
    probe: async () => ({ isValid: true, findings: [], pythonPath: 'python', probe: report }),
    resolvePython: async (_spec, pythonPath) => pythonPath ?? 'python',
    supervisorHash: async () => 'fake',
    async start(place, launch) {
      await writeIdentity(place);
      await life(place, { type: 'run.started' });
      const ids = { supervisor: { pid: process.pid }, trainer: { pid: process.pid } };
      const resumed = launch.resume ? { resumedFrom: launch.resume.from, repeats: launch.resume.repeats } : {};
      await life(place, { type: 'attempt.started', ...ids, ...resumed });
      return { ended: play(place, launch, script), detach: () => undefined };
    },
    recover: takeOver,
    inspect: ({ directory, attempt }) => attemptProcesses(directory, attempt),
    async stop({ directory, attempt }, mode) {
      const paths = attemptPaths(directory, attempt);
      await writeOnce(mode === 'stop' ? paths.stop : paths.cancel, JSON.stringify({ formatVersion: FORMAT_VERSION }));
    },
  };
}

/** Concludes what a program left when it died; there is no trainer that could have outlived it. */
async function takeOver(place: RunPlace): Promise<StartedRun> {
  const { supervisor } = await attemptProcesses(place.directory, place.attempt);
  if (supervisor !== 'gone' || existsSync(attemptPaths(place.directory, place.attempt).result)) {
    const reason = supervisor === 'gone' ? 'concluded' : 'supervised';
    throw new RunError('ADOPT_REFUSED', `Run "${place.runId}" is in good hands.`, { details: { reason } });
  }
  const lost = { status: 'lost', endedAt: new Date().toISOString(), code: null, signal: null, ack: null, concludedBy: 'adopter' };
  if (await writeOnce(attemptPaths(place.directory, place.attempt).result, JSON.stringify({ formatVersion: FORMAT_VERSION, ...lost }))) {
    await life(place, { type: 'run.ended', status: 'lost' });
  }
  return { ended: Promise.resolve(), detach: () => undefined };
}

async function play(place: RunPlace, launch: LaunchDocument, script: FakeScript): Promise<void> {
  const ending = await script(createFakeTrainer(launch)).catch(failedBy);
  if (ending.outcome === 'finished') await writeOutputs(launch);
  const paths = attemptPaths(place.directory, place.attempt);
  await conclude(place, statusOf(ending, existsSync(paths.cancel)), ackOf(ending));
  // The files that say that processes live are taken away, as their death would.
  await rm(paths.process, { force: true });
  await rm(paths.supervisor, { force: true });
}

function failedBy(error: unknown): FakeEnding {
  const known = error instanceof TunerError ? error : new TunerError('TRAINER_FAILED', String(error));
  return { outcome: 'failed', step: 0, error: known.toJSON() };
}

function statusOf(ending: FakeEnding, cancelled: boolean): TerminalStatus {
  if (ending.outcome === 'finished') return 'succeeded';
  if (ending.outcome === 'failed') return 'failed';
  return cancelled ? 'cancelled' : 'stopped';
}

async function conclude(place: RunPlace, status: TerminalStatus, ack: AckRecord): Promise<void> {
  const paths = attemptPaths(place.directory, place.attempt);
  const exit = { code: status === 'failed' ? 1 : 0, signal: null };
  const endedAt = new Date().toISOString();
  await writeOnce(paths.ack, JSON.stringify(ack));
  await writeOnce(paths.exit, JSON.stringify({ formatVersion: FORMAT_VERSION, ...exit, endedAt }));
  await life(place, { type: 'attempt.ended', ...exit });
  await writeOnce(paths.result, JSON.stringify({ formatVersion: FORMAT_VERSION, status, endedAt, ...exit, ack }));
  await life(place, { type: 'run.ended', status });
}

async function writeIdentity({ directory, attempt }: RunPlace): Promise<void> {
  const unknown = { startTime: null, bootId: null, machineId: null, pidNamespace: null };
  const identity = { formatVersion: FORMAT_VERSION, pid: process.pid, ...unknown, startedAt: new Date().toISOString() };
  const paths = attemptPaths(directory, attempt);
  await writeOnce(paths.supervisor, JSON.stringify(identity));
  await writeOnce(paths.process, JSON.stringify(identity));
}

function life({ directory, attempt }: RunPlace, event: EventContent<LifeEvent>): Promise<void> {
  const stamp = { v: WIRE_VERSION, attempt, time: new Date().toISOString() } as const;
  return appendLifeEvent(runPaths(directory).events, { ...stamp, ...event });
}
