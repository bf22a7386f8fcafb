import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresOf, type Cost, type Ended, type Figures } from './figures.ts';
import { COMMON, type Job } from './job.ts';
import { python, script } from './python.ts';
import type { Case, Contestant, Suite } from './suite.ts';
import { writeRows } from './write-rows.ts';

/** By contestant, figures a round. */
export type Results = ReadonlyMap<string, readonly Figures[]>;

interface Run { readonly contestant: Contestant; readonly job: Job }
interface Place { readonly folder: string; readonly rounds: number }

/** Trains a case `rounds` times with every contestant, in turns; each round has its own seed. */
export async function runCase(suite: Suite, one: Case, { folder, rounds }: Place): Promise<Results> {
  const runs = planRuns(suite, one, { folder, rounds });
  const ended: Ended[] = [];
  for (const run of runs) ended.push(await train(suite, run));
  const verdict = suite.judge(runs[0]!.job, runs.map(({ job }) => job.model));
  const figures = runs.map((_, index) => figuresOf(one, ended[index]!, verdict, verdict.losses[index] ?? Number.NaN));
  return new Map(suite.contestants.map((contestant) =>
    [contestant.name, figures.filter((_, index) => runs[index]?.contestant === contestant)]));
}

function planRuns(suite: Suite, one: Case, { folder, rounds }: Place): Run[] {
  const place = join(folder, one.title.replaceAll(' ', '-'));
  mkdirSync(place);
  const shared = {
    ...COMMON, ...one, ...writeRows(one, place), base: suite.base(one.model, folder), device: suite.device ?? 'cpu',
  };
  return Array.from({ length: rounds }, (_, seed) => inTurn(suite.contestants, seed).map((contestant) => {
    const own = join(place, `${contestant.name.replaceAll(/\W/g, '-')}-${seed}`);
    return { contestant, job: { ...shared, seed, folder: own, model: join(own, 'model') } };
  })).flat();
}

/** Another one begins in every round. */
function inTurn(contestants: readonly Contestant[], round: number): readonly Contestant[] {
  const first = round % contestants.length;
  return [...contestants.slice(first), ...contestants.slice(0, first)];
}

async function train(suite: Suite, { contestant, job }: Run): Promise<Ended> {
  const { argv, env } = await contestant.prepare(job);
  const report = join(job.folder, 'cost.json');
  python(suite.python, [script('measure.py'), report, ...argv], env);
  const cost = JSON.parse(readFileSync(report, 'utf8')) as Cost;
  console.error(`${contestant.name}, round ${job.seed + 1}: ${cost.wall.toFixed(1)} s`);
  return { cost, marks: contestant.marks(job) };
}
