import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMON, type Job } from './job.ts';
import { python, script } from './python.ts';
import type { Case, Contestant, Suite } from './suite.ts';
import { writeRows } from './write-rows.ts';

/** What one training cost and gave. */
export interface Figures {
  /** Tokens that are not padding, a second of training. */
  readonly tokensPerSecond: number;
  /** Seconds from the start of the process to the end of the first step. */
  readonly firstStep: number;
  /** Seconds of the whole process. */
  readonly wall: number;
  /** Seconds on the processors. */
  readonly cpu: number;
  /** Resident memory; on a GPU, its own. */
  readonly peakBytes: number;
  readonly loss: number;
  /** The share of the GPU's peak that was used; NaN where that is not known. */
  readonly utilization: number;
}

/** By contestant, figures a round. */
export type Results = ReadonlyMap<string, readonly Figures[]>;

interface Cost { readonly started: number; readonly wall: number; readonly cpu: number; readonly peakBytes: number }
interface Place { readonly folder: string; readonly rounds: number }

/** Trains a case `rounds` times with every contestant, in turns; each round has its own seed. */
export async function runCase(suite: Suite, one: Case, { folder, rounds }: Place): Promise<Results> {
  const place = join(folder, one.title.replaceAll(' ', '-'));
  mkdirSync(place);
  const shared = { ...writeRows(one, place), base: suite.base(one.model, folder) };
  const runs = Array.from({ length: rounds }, (_, seed) => inTurn(suite.contestants, seed).map((contestant) => {
    const own = join(place, `${contestant.name.replaceAll(/\W/g, '-')}-${seed}`);
    const job: Job = { ...COMMON, ...one, ...shared, device: suite.device ?? 'cpu', seed, folder: own, model: join(own, 'model') };
    return { contestant, job };
  })).flat();
  const costs: Cost[] = [];
  for (const { contestant, job } of runs) costs.push(await train(suite, contestant, job));
  const { tokens, losses, flops } = suite.judge(runs[0]!.job, runs.map(({ job }) => job.model));
  const results = new Map(suite.contestants.map(({ name }) => [name, [] as Figures[]]));
  for (const [index, { contestant, job }] of runs.entries()) {
    const { begun, firstStep, ended, gpuBytes } = contestant.marks(job);
    const { started, wall, cpu, peakBytes } = costs[index]!;
    const tokensPerSecond = (tokens * one.epochs) / (ended - begun);
    results.get(contestant.name)?.push({
      tokensPerSecond, firstStep: firstStep - started, wall, cpu, peakBytes: gpuBytes ?? peakBytes,
      loss: losses[index] ?? Number.NaN,
      utilization: flops === undefined ? Number.NaN : (tokensPerSecond * flops.token) / flops.peak,
    });
  }
  return results;
}

/** Another one begins in every round. */
function inTurn(contestants: readonly Contestant[], round: number): readonly Contestant[] {
  const first = round % contestants.length;
  return [...contestants.slice(first), ...contestants.slice(0, first)];
}

async function train(suite: Suite, contestant: Contestant, job: Job): Promise<Cost> {
  const { argv, env } = await contestant.prepare(job);
  const report = join(job.folder, 'cost.json');
  python(suite.python, [script('measure.py'), report, ...argv], env);
  return JSON.parse(readFileSync(report, 'utf8')) as Cost;
}
