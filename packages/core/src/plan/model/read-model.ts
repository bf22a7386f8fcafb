import { readFile, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { JsonObject } from '../../contract/json.ts';
import { cachedModel, hubCache } from '../../hub/hub-cache.ts';
import { modelShapeOf, type ModelShape } from './model-shape.ts';
import { TINY_MODEL } from './tiny-model.ts';

/** What is known of a model without Python and without the network. */
export type FoundModel =
  | { readonly shape: ModelShape; readonly place: string; readonly weightsOnDisk: boolean }
  /** `missing`: its `config.json` is not on this machine; `unreadable`: it is none, or lacks its sizes. */
  | { readonly problem: 'missing' | 'unreadable'; readonly place: string; readonly reason: string };

/**
 * Looks a model up: `builtin:tiny`, a folder, or an id whose `config.json` lies in the hub's cache. An adapter's folder
 * leads to its base model. Never asks the network.
 *
 * @param cacheFolder - the hub's cache, where a configuration names one.
 * @param isBase - it is named by an adapter: an adapter of its own is not followed further.
 */
export async function readModel(name: string, cacheFolder?: string, isBase = false): Promise<FoundModel> {
  if (name === 'builtin:tiny') return { shape: TINY_MODEL, place: name, weightsOnDisk: true };
  const folder = (await isFolder(name)) ? resolve(name) : await cachedFolder(name, cacheFolder ?? hubCache());
  if (folder === undefined) {
    const place = cacheFolder ?? hubCache();
    return { problem: 'missing', place, reason: `the hub's cache ${place} holds no config.json of ${name}` };
  }
  const base = isBase ? undefined : await baseOf(folder);
  return base === undefined ? readFolder(folder) : readModel(base, cacheFolder, true);
}

async function readFolder(folder: string): Promise<FoundModel> {
  const place = join(folder, 'config.json');
  const document = await readJson(place);
  if (document === undefined) return { problem: 'unreadable', place, reason: `${place} cannot be read as JSON` };
  const shape = modelShapeOf(document);
  if (!shape) return { problem: 'unreadable', place, reason: `${place} does not say how many layers, heads and tokens the model has` };
  const names = await readdir(folder);
  return { shape, place, weightsOnDisk: names.some((name) => /\.(safetensors|bin)$/.test(name)) };
}

/** The newest snapshot that `main` names, else any that has a `config.json`. */
async function cachedFolder(name: string, cache: string): Promise<string | undefined> {
  const repository = cachedModel(cache.replace(/^~/, homedir()), name);
  const commit = await readFile(join(repository, 'refs', 'main'), 'utf8').catch(() => '');
  const others = await readdir(join(repository, 'snapshots')).catch(() => []);
  for (const snapshot of [commit.trim(), ...others].filter((each) => each !== '')) {
    const folder = join(repository, 'snapshots', snapshot);
    if (await stat(join(folder, 'config.json')).catch(() => undefined)) return folder;
  }
  return undefined;
}

/** The base model of an adapter's folder, under PEFT's name or mlx-lm's. */
async function baseOf(folder: string): Promise<string | undefined> {
  const adapter = await readJson(join(folder, 'adapter_config.json'));
  const base = adapter?.['base_model_name_or_path'] ?? adapter?.['model'];
  return typeof base === 'string' && base !== '' ? base : undefined;
}

async function readJson(path: string): Promise<JsonObject | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
