import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, valueAt } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetReport } from '../contract/dataset-report.ts';
import type { JsonObject } from '../contract/json.ts';
import { checkTemplate } from './check-template.ts';
import type { PreflightFinding } from './finding.ts';
import { hasTokenizer, namesIn, readObject, weightsProblem } from './model-files.ts';

const WHOLE = 'Name a folder with config.json, tokenizer and weights, such as the hub\'s snapshot_download gives.';
/** Heads of models that classify, tag or fill gaps: none of them continues a text. */
const OTHER_HEADS = new RegExp('For(MaskedLM|SequenceClassification|TokenClassification|QuestionAnswering'
  + '|MultipleChoice|NextSentencePrediction|ImageClassification|AudioClassification|CTC|ObjectDetection)$');

/** Whether a folder holds a model that is whole and can be trained to continue texts. */
export async function checkModelFolder(
  folder: string, config: TrainingConfig, report: DatasetReport | undefined,
): Promise<PreflightFinding[]> {
  const names = await namesIn(folder);
  const place = join(folder, 'config.json');
  const content = await readObject(place);
  if (content === undefined) return [withoutConfig(folder, names)];
  if (!isObject(content)) return [unsuitable(`${place} cannot be used: ${String(content)}.`, WHOLE)];
  const weights = await weightsProblem(folder, names);
  return [
    ...kindProblems(place, content, config),
    ...(weights === undefined ? [] : [unsuitable(`The model ${folder} ${weights}.`, WHOLE)]),
    ...(hasTokenizer(names) ? [] : [unsuitable(`The model ${folder} holds no tokenizer (tokenizer.json).`, WHOLE)]),
    ...(hasTokenizer(names) ? await checkTemplate(folder, config, report) : []),
  ];
}

/** A model that is here and cannot be trained. */
export function unsuitable(message: string, fix: string): PreflightFinding {
  return { weight: 'certain', topic: 'MODEL', code: 'MODEL_UNSUITABLE', message, fix };
}

function withoutConfig(folder: string, names: readonly string[]): PreflightFinding {
  if (names.length === 0) return unsuitable(`The folder ${folder} is empty: there is no model in it.`, WHOLE);
  const nested = names.map((name) => join(folder, name)).find((path) => existsSync(join(path, 'config.json')));
  if (nested !== undefined) {
    return unsuitable(`The folder ${folder} holds no config.json; ${nested} does.`, `Name ${nested}.`);
  }
  const gguf = names.find((name) => name.endsWith('.gguf'));
  const besides = gguf === undefined ? '' : ` It holds ${gguf}: GGUF is for running a model, not for training it.`;
  return unsuitable(`The folder ${folder} holds no config.json, so it is no model.${besides}`, WHOLE);
}

function kindProblems(place: string, content: JsonObject, { settings }: TrainingConfig): PreflightFinding[] {
  const { architectures, quantization_config: quantized, is_encoder_decoder: hasEncoder } = content;
  const heads = Array.isArray(architectures) ? architectures.filter((head) => typeof head === 'string') : [];
  const isOther = hasEncoder === true || (heads.length > 0 && heads.every((head) => OTHER_HEADS.test(head)));
  const isForCuda = isObject(quantized) && quantized['quant_method'] === 'bitsandbytes';
  const kind = heads.join(', ') || 'an encoder-decoder';
  return [
    ...(isOther
      ? [unsuitable(`${place}: it is ${kind}, which does not continue a text.`, 'Choose a model …ForCausalLM.')]
      : []),
    ...(isForCuda && valueAt(settings, 'system.device') !== 'cuda'
      ? [unsuitable(`${place}: the weights are quantized for CUDA (bitsandbytes).`, 'Use the model in 16 bits.')]
      : []),
  ];
}
