import { resolve } from 'node:path';
import type { DocumentSource, JsonObject } from '@tuner/core';

/** Resolves the keys of an RTX document that depend on others. What has the wrong type is left to the check. */
export function prepareDocument(method: 'sft' | 'kto', document: JsonObject, source: DocumentSource): JsonObject {
  const { training, dataset } = document;
  return {
    ...document,
    ...(method === 'sft' && isSection(training) ? { training: withLossOn(training) } : {}),
    ...(isSection(dataset) ? { dataset: { ...dataset, ...localFileOf(dataset, source) } } : {}),
  };
}

/** The original's two keys become `loss_on`, unless that is given: the trainer is told one thing, once. */
function withLossOn(training: JsonObject): JsonObject {
  const { completion_only_loss: completion, assistant_only_loss: assistant, ...rest } = training;
  if (![completion, assistant].every((value) => value === undefined || typeof value === 'boolean')) return training;
  if (rest['loss_on'] !== undefined || (completion === undefined && assistant === undefined)) return rest;
  return { ...rest, loss_on: completion === false && assistant !== true ? 'all' : 'assistant' };
}

/** `dataset_file` alone is a local file; beside `dataset_name` it names a file of the hub. */
function localFileOf({ local_file, dataset_file, dataset_name }: JsonObject, source: DocumentSource): JsonObject {
  if (local_file != null || dataset_name != null || typeof dataset_file !== 'string') return {};
  return { local_file: resolve(source.folderOf('dataset.dataset_file'), dataset_file) };
}

function isSection(value: JsonObject[string]): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
