import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import type { PreflightFinding } from './finding.ts';
import { namesIn, readObject, safetensorsDamage } from './model-files.ts';

const FIX = 'Pass the folder of an adapter, a model or a checkpoint, or a result\'s artifact.';

/** Whether the folder to start from holds an adapter or a model that is whole, and of the same base. */
export async function checkStart(from: string, config: TrainingConfig): Promise<PreflightFinding[]> {
  const problem = await startProblem(from);
  if (problem) return [problem];
  const adapter = join(from, 'adapter_config.json');
  return existsSync(adapter) ? checkAdapter(adapter, config) : [];
}

/** Why weights cannot be taken from a folder; `undefined` when it holds a whole adapter or model. */
export async function startProblem(from: string): Promise<PreflightFinding | undefined> {
  const names = await namesIn(from);
  const nested = names.find((name) => /^checkpoint-\d+$/.test(name));
  if (!names.includes('adapter_config.json') && !names.includes('config.json')) {
    const fix = nested === undefined ? FIX : `Name one of its checkpoints, such as ${join(from, nested)}.`;
    return invalid(`${from} holds neither an adapter (adapter_config.json) nor a model (config.json).`, fix);
  }
  const weights = names.filter((name) => name.endsWith('.safetensors') || name.endsWith('.bin'));
  if (weights.length === 0) return invalid(`${from} holds no weights.`, FIX);
  for (const name of weights.filter((file) => file.endsWith('.safetensors'))) {
    const path = join(from, name);
    const damage = await safetensorsDamage(path);
    if (damage !== undefined) return invalid(`${path} cannot be started from: ${damage}.`, 'Use another checkpoint.');
  }
  return undefined;
}

async function checkAdapter(file: string, { modelName }: TrainingConfig): Promise<PreflightFinding[]> {
  const content = await readObject(file);
  const cause = content ?? 'it is not there';
  if (!isObject(content)) return [invalid(`${file} cannot be used: ${String(cause)}.`, 'Use another adapter.')];
  const base = baseOf(content);
  if (base === undefined || isSameModel(base, modelName)) return [];
  return [{
    weight: 'likely', topic: 'OTHER_BASE', code: 'CHECKPOINT_INVALID',
    message: `${file}: the adapter was trained on ${base}, the configuration names ${modelName}.`,
    fix: `Set the model's name to ${base}, or start from an adapter of ${modelName}.`,
    details: { file, found: base, expected: modelName },
  }];
}

function baseOf(content: JsonObject): string | undefined {
  const base = content['base_model_name_or_path'] ?? content['model'];
  return typeof base === 'string' && base !== '' ? base : undefined;
}

/** By the last part of their names: one may be a folder or a mirror of the other. The tiny model lies in a cache. */
function isSameModel(one: string, other: string): boolean {
  const name = (model: string) => model.replace(/[\\/]+$/, '').split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  const isTiny = (model: string) => model === 'builtin:tiny' || name(model).startsWith('tiny-model-');
  const stem = (model: string) => name(model).replace(/-(unsloth-)?bnb-4bit$|-(\d+bit|bf16|fp16)$/, '');
  if (isTiny(one) || isTiny(other)) return isTiny(one) && isTiny(other);
  return stem(one) === stem(other) || isSnapshot(one) || isSnapshot(other);
}

/** A folder of the hub's cache, whose name is a hash, says nothing of the model. */
function isSnapshot(model: string): boolean {
  return /[\\/][0-9a-f]{40}[\\/]?$/.test(model);
}

function invalid(message: string, fix: string): PreflightFinding {
  return { weight: 'certain', topic: 'STARTING_POINT', code: 'CHECKPOINT_INVALID', message, fix };
}
