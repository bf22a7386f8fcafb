import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { createTuner, type RunEvent, type RunHandle } from '../../src/index.ts';
import { fakeBackend, fakeExecutor, type FakeScript } from '../../src/testing/index.ts';
import { temporaryFolder } from './temporary.ts';

/** A home with a data set, whose trainings are played. */
export function fakeHome() {
  const home = temporaryFolder();
  const datasetFile = join(home, 'rows.jsonl');
  writeFileSync(datasetFile, '{"text":"hello"}\n');
  const tunerOf = (script?: FakeScript, other = home) =>
    createTuner({ backends: [fakeBackend()], executor: fakeExecutor(script), home: other });
  async function train(script?: FakeScript, options = {}): Promise<RunHandle> {
    const tuner = tunerOf(script);
    return tuner.train(await tuner.loadConfig('fake', 'sft', { datasetFile }), options);
  }
  return { home, datasetFile, tunerOf, train };
}

/** Trains until it is asked to end; saves step 3 on a stop. */
export const untilAsked: FakeScript = async (trainer) => {
  for (;;) {
    const asked = trainer.request();
    if (asked === 'stop') await trainer.checkpoint(3);
    if (asked) return { outcome: 'stopped', step: 3, saved: asked === 'stop' };
    await trainer.wait(5);
  }
};

/** A pid that belonged to a process, which has ended. */
export function deadPid(): number {
  return spawnSync('true').pid;
}

/** Makes an attempt look as if the program that hosted it had died before it was started. */
export function killHost({ directory, attempt }: RunHandle): void {
  const folder = join(directory, 'attempts', String(attempt));
  for (const file of ['supervisor.json', 'process.json', 'ack.json', 'exit.json', 'result.json']) rmSync(join(folder, file), { force: true });
  writeIdentity(join(folder, 'host.json'));
}

/** Writes the identity of a process that has ended. */
export function writeIdentity(path: string, changes: object = {}): void {
  const nowhere = { startTime: null, bootId: null, machineId: null, pidNamespace: null };
  const startedAt = new Date().toISOString();
  writeFileSync(path, JSON.stringify({ formatVersion: '1.0', pid: deadPid(), ...nowhere, startedAt, ...changes }));
}

export async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  return Array.fromAsync(events);
}
