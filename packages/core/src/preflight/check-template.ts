import { join } from 'node:path';
import { isObject, valueAt } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetReport } from '../contract/dataset-report.ts';
import type { PreflightFinding } from './finding.ts';
import { namesIn, readObject } from './model-files.ts';

const FIX = 'Name one with chat_template (chatml, llama3 or mistral), or use the instruct form of the model.';
/** Where a tokenizer may have its template besides `tokenizer_config.json`; the last two bring one in code. */
const ELSEWHERE = /^(chat_template\.(jinja|json)|additional_chat_templates|tekken\.json|tokenization_\w+\.py)$/;

/** Whether rows of turns have a chat template: the tokenizer's own, or one that the configuration names. */
export async function checkTemplate(
  folder: string, { settings }: TrainingConfig, report: DatasetReport | undefined,
): Promise<PreflightFinding[]> {
  const isNamed = ['dataset.chat_template', 'data.chat_template'].some((key) => valueAt(settings, key) != null);
  if (isNamed || !report || report.turns.max === 0) return [];
  if ((await namesIn(folder)).some((name) => ELSEWHERE.test(name))) return [];
  const file = join(folder, 'tokenizer_config.json');
  const content = await readObject(file);
  if (isObject(content) && content['chat_template'] != null) return [];
  if (typeof content === 'string') {
    const message = `${file} cannot be used: ${content}.`;
    return [{ weight: 'certain', topic: 'MODEL', code: 'MODEL_UNSUITABLE', message, fix: 'Fetch the model again.' }];
  }
  const message = `The rows hold turns, and the tokenizer in ${folder} has no chat template to write them with.`;
  return [{ weight: 'certain', topic: 'CHAT_TEMPLATE', code: 'DATASET_INVALID', message, fix: FIX, details: { file } }];
}
