import { basename } from 'node:path';
import { readRows } from './files/read-rows.ts';

/** What rows are trained for, where the configuration leaves that to them. */
export interface ObjectiveDecision {
  readonly objective: 'sft' | 'kto';
  /** Set when the rows carry labels that decide nothing. */
  readonly warning?: string;
}

/**
 * Decides between SFT and KTO by the rows of a JSON Lines file: KTO when `label` is `true` in some and `false` in
 * others, else SFT. Lines that are no JSON objects, and labels that are no booleans, do not count.
 * @throws DatasetError `DATASET_NOT_FOUND`
 */
export async function decideObjective(file: string): Promise<ObjectiveDecision> {
  const labels = new Set<boolean>();
  for await (const { label } of readRows(file)) {
    if (typeof label === 'boolean') labels.add(label);
    if (labels.size === 2) return { objective: 'kto' };
  }
  const [only] = labels;
  return only === undefined ? { objective: 'sft' } : { objective: 'sft', warning: oneValue(file, only) };
}

function oneValue(file: string, only: boolean): string {
  return `The objective is auto, and every label in ${basename(file)} is ${only}: this is trained with SFT. KTO needs `
    + 'rows of both kinds; write sft or kto to choose.';
}
