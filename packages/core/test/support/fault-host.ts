// A program that trains a fixture and stays until it is killed: prints the run's folder, or the code of its error.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTuner, type TrainOptions } from '../../src/index.ts';
import { fixtureBackend } from './fixture-backend.ts';

const { home, fixtures, fixture, release, options } = JSON.parse(process.argv[2] ?? '') as FaultHostCall;
const rows = join(home, 'rows.jsonl');
const tuner = createTuner({ backends: [fixtureBackend(fixtures, release)], home });
try {
  writeFileSync(rows, '{"text":"a row"}\n');
  const run = await tuner.train(await tuner.loadConfig('fixture', fixture, { datasetFile: rows }), options);
  console.log(run.directory);
  console.log((await run.result).status);
} catch (error) {
  console.log(`${(error as { code?: string }).code}: ${(error as Error).message}`);
}

/** What the program is told, as JSON. */
export interface FaultHostCall {
  readonly home: string;
  readonly fixtures: string;
  readonly fixture: string;
  /** A file that the fixture waits for. */
  readonly release: string;
  readonly options: TrainOptions;
}
