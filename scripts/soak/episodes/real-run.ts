import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkEvents } from '../checks/check-events.ts';
import { checkOutcome } from '../checks/check-outcome.ts';
import { weightsOf } from '../checks/expected-weights.ts';
import type { Command } from '../host/commands.ts';
import { HostDied } from '../host/host-process.ts';
import type { Lane, Target } from '../lane.ts';
import type { Attempt } from './attempt.ts';
import { openAndJudge } from './open-run.ts';

/** A training of the tiny model with the real libraries. */
export interface RealTraining {
  readonly backend: 'rtx' | 'mac';
  readonly method: 'sft' | 'kto' | 'mlx';
  readonly labels: boolean;
}

/** Those that a soak goes through in turn. */
export const REAL_TRAININGS: readonly RealTraining[] = [
  { backend: 'rtx', method: 'sft', labels: false }, { backend: 'mac', method: 'mlx', labels: false },
  { backend: 'rtx', method: 'kto', labels: true }, { backend: 'mac', method: 'mlx', labels: true },
];

const END_MS = 180_000;
const STRIKES: readonly (readonly Target[])[] = [
  ['trainer'], ['supervisor', 'trainer'], ['host'], ['host', 'supervisor'], ['host', 'supervisor', 'trainer'],
];
const UNTOUCHED = { detached: true, held: false, openAtOnce: true };

/** Trains once with nobody in its way and once with kills, resumes that one to its end, and compares their weights. */
export async function realRun(lane: Lane, training: RealTraining): Promise<void> {
  const expected = await trainToEnd(lane, training, 0);
  const weights = await trainToEnd(lane, training, 2);
  lane.counts.done.real += 2;
  if (expected && weights === expected) return;
  lane.counts.fault('weights', lane.name, `${training.backend} ${training.method}: ${weights}, not ${expected}`);
}

async function trainToEnd(lane: Lane, training: RealTraining, strikes: number): Promise<string | undefined> {
  const runId = lane.newRunId();
  const directory = lane.directoryOf(runId);
  let command = trainCommand(lane, runId, training);
  let kills = 0;
  for (let attempt = 1; attempt < 6; attempt += 1) {
    const plan = { ...UNTOUCHED, detached: lane.random.next() < 0.5 };
    const one: Attempt = { runId, directory, attempt, hold: '', plan, killed: new Set(), told: [] };
    const options = { detached: plan.detached };
    const { error } = await (await lane.host()).call({ ...command, options } as Command);
    if (error) lane.counts.fault('errors', runId, `${command.do}: ${error.code} ${error.message}`);
    if (attempt <= strikes) await strikeAtStep(lane, one);
    const status = await openAndJudge(lane, one, END_MS);
    kills += one.killed.size;
    lane.counts.done.attempts += 1;
    checkOutcome(lane.counts, one);
    await checkEvents(lane.counts, directory, attempt, kills);
    if (status === 'succeeded') break;
    lane.counts.done.resumes += 1;
    command = { do: 'resume', runId, options: {} };
  }
  return weightsOf(directory, training.backend === 'rtx' ? 'adapter_model.safetensors' : 'adapters.safetensors');
}

/** Kills when a random step is done. */
async function strikeAtStep(lane: Lane, one: Attempt): Promise<void> {
  const step = 2 + lane.random.below(10);
  const deadline = performance.now() + END_MS;
  while (stepOf(one) < step && performance.now() < deadline) await sleep(20);
  await sleep(lane.random.below(100));
  try {
    for (const target of await lane.kill(one.runId, lane.random.pick(STRIKES))) one.killed.add(target);
  } catch (error) {
    if (!(error instanceof HostDied)) throw error;
  }
}

/** The newest step that an attempt has told; -1 before the first. */
function stepOf({ directory, attempt }: Attempt): number {
  const lines = readFileSync(join(directory, 'events.jsonl'), 'utf8').split('\n');
  const last = lines.findLast((line) => line.includes(`"attempt":${attempt},`) && line.includes('"type":"progress"'));
  return Number(/"step":(\d+)/.exec(last ?? '')?.[1] ?? -1);
}

function trainCommand(lane: Lane, runId: string, { backend, method, labels }: RealTraining): Command {
  const rows = join(lane.home, `real-${labels ? 'kto' : 'sft'}.jsonl`);
  const colours = ['red', 'blue', 'green', 'grey', 'pink', 'black', 'white', 'amber'];
  const lines = colours.flatMap((colour) => [true, false].map((label) => {
    const content = label ? `paint("${colour}")` : 'no idea';
    const messages = [{ role: 'user', content: `Paint it ${colour}` }, { role: 'assistant', content }];
    return labels ? { messages, label } : { messages };
  }));
  writeFileSync(rows, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const shared = { save_steps: 2, logging_steps: 1, warmup_ratio: 0, gradient_checkpointing: false };
  const torch = { gradient_accumulation_steps: 1, optim: 'adamw_torch_fused', dataloader_pin_memory: false, bf16: false };
  const settings = backend === 'rtx'
    ? { model: { load_in_4bit: false }, training: { ...shared, ...torch } }
    : { model: { dtype: null }, training: shared };
  const numbers = { epochs: 4, batchSize: 4, learningRate: 5e-3 };
  const overrides = { modelName: 'builtin:tiny', datasetFile: rows, ...numbers, settings };
  return { do: 'train', runId, backend, method, overrides, options: {} };
}
