import { MacBackend } from '@tuner/backend-mac';
import { RTXBackend } from '@tuner/backend-rtx';
import type { ITrainingBackend } from '@tuner/core';
import { machineFacts } from '../packages/backend-mac/src/machine/machine-facts.ts';
import { missingWheels } from '../packages/backend-mac/src/machine/missing-wheels.ts';
import { generatePreferenceRows } from '../packages/examples/src/rows/generate-preference-rows.ts';
import { generateRows } from '../packages/examples/src/rows/generate-rows.ts';
import { FOR_THE_CPU } from '../packages/examples/src/tiny-recipe.ts';
import type { Kit, Overrides, Rows } from './trial.ts';

/** A kit: where a method is trained with the tiny model, on this machine's CPU. */
export interface KitParts {
  readonly backend: ITrainingBackend;
  readonly method: string;
  /** The section and the key of the held-out rows. */
  readonly heldOutKey: readonly [section: string, key: string];
  readonly overrides: Overrides;
  readonly rows: Rows;
}

const short = { max_steps: 12, logging_steps: 1, save_strategy: 'no', eval_strategy: 'no', warmup_ratio: 0 };
const { training: forTheCpu, ...otherSections } = FOR_THE_CPU;
const rtxSettings = { ...otherSections, training: { ...forTheCpu, ...short } };
const macTraining = { gradient_checkpointing: false, ...short };
const common = { modelName: 'builtin:tiny', batchSize: 4, learningRate: 2e-3 };

/** The parts of a kit. */
export function kitParts(kit: Kit): KitParts {
  const isKto = kit.endsWith('kto');
  const rows = isKto ? generatePreferenceRows({ count: 48 }) : generateRows({ count: 48 });
  if (kit.startsWith('rtx')) {
    return {
      backend: new RTXBackend({ device: 'cpu' }), method: isKto ? 'kto' : 'sft', heldOutKey: ['dataset', 'evaluation_file'],
      overrides: { ...common, settings: rtxSettings }, rows,
    };
  }
  const training = { ...macTraining, objective: isKto ? 'kto' : 'sft' };
  return {
    backend: new MacBackend({ device: 'cpu' }), method: 'mlx', heldOutKey: ['data', 'evaluation_file'],
    overrides: { ...common, settings: { model: { dtype: null }, data: { train_split: 1 }, training } }, rows,
  };
}

const withoutMlx = missingWheels(machineFacts())?.reason;

/** Whether a kit can be trained on this machine: MLX is not made for all. */
export function isHere(kit: Kit): boolean {
  return kit.startsWith('rtx') || withoutMlx === undefined;
}

/** Overrides with others laid over them, section by section. */
export function laidOver(base: Overrides, over: Overrides = {}): Overrides {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] = isPlain(before) && isPlain(value) ? laidOver(before as Overrides, value as Overrides) : value;
  }
  return merged;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
