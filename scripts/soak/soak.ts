import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../../packages/core/test/support/bundle-program.ts';
import { createRandom } from '../../packages/examples/src/rows/random.ts';
import { Counts } from './counts.ts';
import { queueOfRuns } from './episodes/queue.ts';
import { REAL_TRAININGS, realRun } from './episodes/real-run.ts';
import { singleRun } from './episodes/single-run.ts';
import { expectedWeights } from './episodes/untouched-run.ts';
import { Lane, type SoakPlace } from './lane.ts';

/** How to soak. */
export interface SoakOptions {
  readonly kills: number;
  readonly seed: number;
  /** How many homes at once; two of each four share their queues. */
  readonly lanes: number;
  /** How many comparisons of real TRL and MLX runs, beside the lanes. */
  readonly real: number;
  /** Is told each fault as it is found, and how far the soak is. */
  readonly say: (line: string) => void;
}

const QUEUE_SHARE = 0.2;
const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The interpreter itself: a launcher such as pyenv's takes longer than a supervisor. */
function interpreter(): string {
  const print = 'import sys; print(sys.executable)';
  return execFileSync(process.env['TUNER_PYTHON'] || 'python3', ['-c', print], { encoding: 'utf8' }).trim();
}

/** Kills until it is enough; the folder of a soak that found faults stays, and is named. */
export async function soak({ kills, seed, lanes, real, say }: SoakOptions): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-soak-'));
  const counts = new Counts(say);
  const files = { chain: pathOf('chain'), trainers: pathOf('../../Trainers') };
  const program = await bundleProgram(pathOf('host/host.ts'), folder);
  const place: SoakPlace = { folder, program, files, counts, kills, python: interpreter() };
  const expected = await expectedWeights(new Lane(place, 'untouched', createRandom(seed)));
  const work = Array.from({ length: lanes }, (_, index) => runLane(place, `lane${index}`, seed * 1000 + index, expected));
  if (real > 0) work.push(runReal(place, seed, real));
  const ticker = setInterval(() => say(`  ${counts.done.kills} of ${kills} kills`), 30_000);
  await Promise.all(work).finally(() => clearInterval(ticker));
  if (counts.isClean) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  else say(`The run directories are kept in ${folder}`);
  return counts;
}

async function runReal(place: SoakPlace, seed: number, real: number): Promise<void> {
  const lane = new Lane(place, 'real', createRandom(seed));
  for (let index = 0; index < real; index += 1) await realRun(lane, REAL_TRAININGS[index % REAL_TRAININGS.length]!);
  await lane.end();
}

/** One lane after the other thing, with a second home for its queues. */
async function runLane(place: SoakPlace, name: string, seed: number, expected: string): Promise<void> {
  const random = createRandom(seed);
  const lane = new Lane(place, name, random);
  const neighbour = new Lane(place, `${name}b`, random);
  do {
    if (random.next() < QUEUE_SHARE) await queueOfRuns([lane, neighbour]);
    else await singleRun(lane, expected);
  } while (lane.mayKill);
  await lane.end();
  await neighbour.end();
}
