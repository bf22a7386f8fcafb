import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject, TrainingConfig, Tuner } from '@tuner/core';
import { python } from '../trainers/python.ts';
import { titleOf, type PlanCase } from './cases.ts';

/** What a case was measured to add to the memory after imports, in bytes, and the seconds of a micro-batch. */
export interface Measured {
  readonly title: string;
  readonly peakBytes: number;
  readonly secondsPerMicroBatch: number;
}

/** What `tuner.plan` says of a case. */
export interface Estimated {
  readonly parameters: number;
  readonly addedBytes: number;
}

/** Where a bench works, and with which interpreters. */
export interface Workplace {
  readonly tuner: Tuner;
  readonly folder: string;
  readonly pythons: Readonly<Record<PlanCase['backend'], string>>;
}

/** Estimates a case, by the code as it is now. */
export async function estimateCase(place: Workplace, plan: PlanCase): Promise<Estimated> {
  const { memory, model } = await place.tuner.plan(await configOf(place, plan));
  return { parameters: model.parameters ?? 0, addedBytes: memory?.addedBytes ?? 0 };
}

/** Measures a case with `tuner.probe`: real steps in a process of its own. */
export async function measureCase(place: Workplace, plan: PlanCase): Promise<Measured> {
  const config = await configOf(place, plan);
  const { measured } = await place.tuner.probe(config, { pythonPath: place.pythons[plan.backend] });
  const { peakBytes, secondsPerMicroBatch } = measured;
  return { title: titleOf(plan), peakBytes, secondsPerMicroBatch };
}

async function configOf(place: Workplace, plan: PlanCase): Promise<TrainingConfig> {
  const { tuner, folder } = place;
  const method = plan.backend === 'mac' ? 'mlx' : plan.method;
  const overrides = { modelName: buildModel(place, plan.model), datasetFile: writeRows(folder, plan), batchSize: plan.batch };
  const settings = plan.backend === 'mac' ? macSettings(plan) : rtxSettings(plan);
  return (await tuner.loadConfig(plan.backend, method, { ...overrides, settings })) as TrainingConfig;
}

function rtxSettings({ method, tune, length, accumulation, extra }: PlanCase): JsonObject {
  return {
    model: { load_in_4bit: false },
    lora: { r: 16, lora_dropout: extra === 'dropout' ? 0.05 : 0, use_dora: extra === 'dora' },
    training: {
      fine_tune_type: tune, gradient_accumulation_steps: accumulation, [method === 'sft' ? 'max_seq_length' : 'max_length']: length,
    },
  };
}

function macSettings({ method, tune, length, accumulation }: PlanCase): JsonObject {
  return {
    data: { max_seq_length: length, train_split: 1 },
    training: { objective: method, fine_tune_type: tune, gradient_accumulation_steps: accumulation },
  };
}

/** Builds a model once for all cases and runs of the bench; a half one never has its name. */
function buildModel({ folder, pythons }: Workplace, name: string): string {
  const out = join(folder, name);
  if (existsSync(out)) return out;
  const script = fileURLToPath(new URL('python/build_models.py', import.meta.url));
  const trainers = fileURLToPath(new URL('../../Trainers', import.meta.url));
  python(pythons.rtx, [script, name, `${out}.new`], { PYTHONPATH: trainers });
  renameSync(`${out}.new`, out);
  return out;
}

/** Rows that are cut at `length` tokens, about half of which are the answer's. */
function writeRows(folder: string, { method, length, batch, accumulation }: PlanCase): string {
  const file = join(folder, `${method}-${length}.jsonl`);
  const words = (count: number) => 'word '.repeat(Math.ceil(count));
  // Three tokens a word for these tokenizers, one for four bytes for a plan: both are above the length.
  const row = (index: number) => ({
    prompt: words(length / 6), completion: `${words(length)}${index}`, ...(method === 'kto' ? { label: index % 2 === 0 } : {}),
  });
  const rows = Array.from({ length: 4 * batch * accumulation }, (_, index) => `${JSON.stringify(row(index))}\n`);
  writeFileSync(file, rows.join(''));
  return file;
}
