import { resolve } from 'node:path';
import type { ConfigWarning, JsonObject, PreparedDocument } from '@tuner/core';
import { resolveLossOn } from './resolve-loss.ts';

type Section = Record<string, JsonObject[string]>;
const section = (document: JsonObject, name: string): Section => {
  const value = document[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...(value as JsonObject) } : {};
};

/** Resolves the keys of an RTX document that depend on others, and remarks on those that are accepted but obsolete. */
export function prepareDocument(method: 'sft' | 'kto', document: JsonObject, own: boolean): PreparedDocument {
  const training = method === 'sft' ? resolveLossOn(section(document, 'training')) : section(document, 'training');
  const length = method === 'sft' ? 'max_seq_length' : 'max_length';
  const { max_seq_length: modelLength } = section(document, 'model');
  const filled = { ...training, [length]: training[length] ?? modelLength };
  const dataset = section(document, 'dataset');
  // A file name alone is a local file, unless it names a file of a hub data set.
  if (dataset['local_file'] == null && dataset['dataset_name'] == null && typeof dataset['dataset_file'] === 'string') {
    dataset['local_file'] = resolve(dataset['dataset_file']);
  }
  const prepared = { ...document, training: dropUndefined(filled), ...(document['dataset'] === undefined ? {} : { dataset }) };
  return { document: prepared, warnings: own ? remarks(method, training, dataset) : [] };
}

function remarks(method: string, training: JsonObject, dataset: JsonObject): ConfigWarning[] {
  const list: (ConfigWarning | false)[] = [
    training['output_dir'] !== undefined && {
      kind: 'place', key: 'training.output_dir', message: 'Under Tuner the run directory replaces training.output_dir; it holds for a trainer that runs alone.',
    },
    training['max_prompt_length'] != null && {
      kind: 'obsolete', key: 'training.max_prompt_length', message: 'training.max_prompt_length has no effect any more; write training.max_length for prompt and answer together.',
    },
    typeof dataset['num_proc'] === 'number' && dataset['num_proc'] > 1 && {
      kind: 'obsolete', key: 'dataset.num_proc', message: 'dataset.num_proc has no effect any more: rows are prepared in one process; leave it out.',
    },
    method === 'sft' && dataset['filter_desirable'] === false && {
      kind: 'advice', key: 'dataset.filter_desirable', message: 'dataset.filter_desirable is false: rows whose label is false are trained on, too.',
    },
    dataset['dataset_name'] != null && dataset['local_file'] == null && {
      kind: 'advice', key: 'dataset.dataset_name', message: 'Data sets of the hub are not downloaded: write dataset.local_file with a JSONL file.',
    },
  ];
  return list.filter((remark) => remark !== false);
}

function dropUndefined(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
