import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTuner, type RunEvent, type RunHandle, type TrainOptions } from '../../src/index.ts';
import { fixtureBackend } from './fixture-backend.ts';
import { PYTHON } from './fixture-run.ts';
import { temporaryFolder } from './temporary.ts';

/** The folder of the fixture programs. */
export const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

/** A tuner that trains fixtures, with its own home; `folder` holds their rows. */
export function faultTuner(folder = temporaryFolder(), home = folder) {
  const [rows, release] = [join(folder, 'rows.jsonl'), join(folder, 'release')];
  const tuner = createTuner({ backends: [fixtureBackend(FIXTURES, release)], home });
  const train = async (fixture: string, options: TrainOptions = {}): Promise<RunHandle> => {
    writeFileSync(rows, '{"text":"a row"}\n');
    const config = await tuner.loadConfig('fixture', fixture, { datasetFile: rows });
    return tuner.train(config, { pythonPath: PYTHON, ...options });
  };
  return { home, tuner, train, release: () => writeFileSync(release, '') };
}

/** Trains a fixture to its end. */
export async function trainFixture(fixture: string, options?: TrainOptions) {
  const run = await faultTuner().train(fixture, options);
  return { run, result: await run.result };
}

/** Reads until the trainer has said `phase`: it is at work. Gives what it told with it. */
export async function untilTraining(run: { events(): AsyncIterable<RunEvent> }, name = 'training') {
  for await (const event of run.events()) if (event.type === 'phase' && event.name === name) return event.details ?? {};
  throw new Error('The trainer never was at work.');
}

/** Whether a process is there (a zombie is not). */
export function isRunning(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return state !== '' && !state.startsWith('Z');
}
