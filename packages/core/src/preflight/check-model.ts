import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isObject, valueAt } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetReport } from '../contract/dataset-report.ts';
import { cachedModel, hubCache, isHubOffline } from '../hub/hub-cache.ts';
import { checkModelFolder, unsuitable } from './check-model-folder.ts';
import { startProblem } from './check-start.ts';
import type { PreflightFinding } from './finding.ts';
import { namesIn, readObject } from './model-files.ts';

const NAME = 'Name a model of the Hugging Face hub (organization/model), the folder of one, or builtin:tiny.';
/** How the hub names models (huggingface_hub's validate_repo_id); no more than 96 characters. */
const HUB_ID = /^(?!.*(--|\.\.))\w[\w.-]*(\/\w[\w.-]*)?$/;

/** What of a model can be known without Python and without network. An adapter's base is no adapter (`isBase`). */
export async function checkModel(
  config: TrainingConfig, report: DatasetReport | undefined, isBase = false,
): Promise<PreflightFinding[]> {
  const { modelName: name } = config;
  if (name === 'builtin:tiny') return [];
  const found = existsSync(name) ? statSync(name) : undefined;
  if (found?.isDirectory()) return checkFolder(name, config, report, isBase);
  const isGguf = name.endsWith('.gguf');
  const fix = isGguf ? `GGUF is for running a model, not for training it. ${NAME}` : NAME;
  if (found) return [unsuitable(`The model ${name} is a file, not a folder.`, fix)];
  const problem = nameProblem(name) ?? quantizedProblem(name, config) ?? (await offlineProblem(name));
  return problem ? [problem] : [];
}

/** Why a name that is no folder cannot be a model of the hub either. */
function nameProblem(name: string): PreflightFinding | undefined {
  const [, behindHost] = /^https?:\/\/[^/]+\/([^?#]*)/.exec(name) ?? [];
  if (name.startsWith('builtin:')) return missing(`There is no model ${name}.`, 'There is builtin:tiny.');
  if (behindHost !== undefined) return missing(`The model ${name} is an address, not a name.`, `Write ${behindHost}.`);
  if (name.startsWith('~')) {
    return missing(`The model ${name} is not there: ~ is not replaced.`, `Write ${name.replace('~', homedir())}.`);
  }
  if (HUB_ID.test(name) && name.length <= 96) return undefined;
  return missing(`The model ${name} is neither a folder here nor a name of the hub (looked for ${resolve(name)}).`);
}

/** Weights that were stored in 4 bits for CUDA say so in their name. */
function quantizedProblem(name: string, { settings }: TrainingConfig): PreflightFinding | undefined {
  const [ending] = /(-unsloth)?-bnb-4bit$/i.exec(name) ?? [];
  if (ending === undefined || valueAt(settings, 'system.device') === 'cuda') return undefined;
  const fix = `Use the 16-bit model: ${name.slice(0, -ending.length)}.`;
  return unsuitable(`The model ${name} is stored in 4 bits for CUDA and cannot be trained on this device.`, fix);
}

/** A model that would have to be downloaded while the hub must not be asked. */
async function offlineProblem(name: string): Promise<PreflightFinding | undefined> {
  if (!isHubOffline(process.env)) return undefined;
  const folder = cachedModel(hubCache(), name);
  if ((await namesIn(join(folder, 'snapshots'))).length > 0) return undefined;
  const message = `The model ${name} was not downloaded yet (nothing in ${folder}), and HF_HUB_OFFLINE forbids it.`;
  const fix = 'Unset HF_HUB_OFFLINE for the first training, or name a folder.';
  return { ...missing(message, fix), topic: 'MODEL_OFFLINE' };
}

async function checkFolder(
  folder: string, config: TrainingConfig, report: DatasetReport | undefined, isBase: boolean,
): Promise<PreflightFinding[]> {
  const names = await namesIn(folder);
  const isAdapter = !isBase && names.includes('adapter_config.json') && !names.includes('config.json');
  return (isAdapter ? checkAdapter : checkModelFolder)(folder, config, report);
}

/** An adapter as the model: it is trained on, on its own base. */
async function checkAdapter(
  folder: string, config: TrainingConfig, report: DatasetReport | undefined,
): Promise<PreflightFinding[]> {
  const file = join(folder, 'adapter_config.json');
  const content = await readObject(file);
  const base = isObject(content) ? (content['base_model_name_or_path'] ?? content['model']) : undefined;
  if (typeof base !== 'string' || base === '') {
    const why = typeof content === 'string' ? content : 'it does not say which model the adapter belongs to';
    return [missing(`${file} cannot be used: ${why}.`, 'Name the base model, and pass the adapter as from.')];
  }
  const weights = await startProblem(folder);
  if (weights) return [weights];
  const found = await checkModel({ ...config, modelName: base }, report, true);
  return found.map((one) => ({ ...one, message: `${one.message} The adapter ${folder} belongs to it.` }));
}

function missing(message: string, fix = NAME): PreflightFinding {
  return { weight: 'certain', topic: 'MODEL', code: 'MODEL_NOT_FOUND', message, fix };
}
