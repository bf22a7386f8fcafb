import { join } from 'node:path';
import { trainingShapeOf } from '../config/back-end-facts.ts';
import { isObject } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetReport } from '../contract/dataset-report.ts';
import { checkTemplate } from './check-template.ts';
import type { PreflightFinding } from './finding.ts';
import { kindProblems } from './model-kind.ts';
import { namesIn, readObject, tokenizerProblem, weightsProblem } from './model-files.ts';

const WHOLE = 'Name a folder with config.json, tokenizer and weights, such as the hub\'s snapshot_download gives.';
/** Whether a folder holds a model that is whole and can be trained to continue texts. */
export async function checkModelFolder(
  folder: string, config: TrainingConfig, report: DatasetReport | undefined,
): Promise<PreflightFinding[]> {
  const names = await namesIn(folder);
  const place = join(folder, 'config.json');
  const content = await readObject(place);
  if (content === undefined) return [await withoutConfig(folder, names)];
  if (!isObject(content)) return [unsuitable(`${place} cannot be used: ${String(content)}.`, WHOLE)];
  const needsSafetensors = trainingShapeOf(config)?.engine === 'mlx';
  const problems = [await weightsProblem(folder, names, needsSafetensors), await tokenizerProblem(folder, names)]
    .filter((problem) => problem !== undefined);
  return [
    ...kindProblems(place, content, config),
    ...problems.map((problem) => unsuitable(`The model ${folder} ${problem}.`, WHOLE)),
    ...(problems.length === 0 ? await checkTemplate(folder, config, report) : []),
  ];
}

/** A model that is here and cannot be trained. */
export function unsuitable(message: string, fix: string): PreflightFinding {
  return { weight: 'certain', topic: 'MODEL', code: 'MODEL_UNSUITABLE', message, fix };
}

async function withoutConfig(folder: string, names: readonly string[]): Promise<PreflightFinding> {
  if (names.length === 0) return unsuitable(`The folder ${folder} is empty: there is no model in it.`, WHOLE);
  const snapshots = (await namesIn(join(folder, 'snapshots'))).map((name) => join('snapshots', name));
  for (const name of [...names, ...snapshots]) {
    const nested = join(folder, name);
    const content = await readObject(join(nested, 'config.json'));
    if (!isObject(content) || content['model_type'] === undefined) continue;
    return unsuitable(`The folder ${folder} holds no config.json; ${nested} does.`, `Name ${nested}.`);
  }
  const gguf = names.find((name) => name.endsWith('.gguf'));
  const besides = gguf === undefined ? '' : ` It holds ${gguf}: GGUF is for running a model, not for training it.`;
  return unsuitable(`The folder ${folder} holds no config.json, so it is no model.${besides}`, WHOLE);
}
