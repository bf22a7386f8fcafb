import { trainingShapeOf } from '../config/back-end-facts.ts';
import { isObject } from '../config/paths.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import type { PreflightFinding } from './finding.ts';

/** Heads of models that classify, tag or fill gaps: none of them continues a text. */
const OTHER_HEADS = new RegExp('For(MaskedLM|SequenceClassification|TokenClassification|QuestionAnswering'
  + '|MultipleChoice|NextSentencePrediction|ImageClassification|AudioClassification|CTC|ObjectDetection)$');
const IN_16_BITS = 'Use the model in 16 bits.';
const CAUSAL = 'Choose a model …ForCausalLM.';

/** What a model is, by its `config.json`, that cannot be trained, or not like this. */
export function kindProblems(place: string, content: JsonObject, config: TrainingConfig): PreflightFinding[] {
  const unsuitable = (message: string, fix: string): PreflightFinding =>
    ({ weight: 'certain', topic: 'MODEL', code: 'MODEL_UNSUITABLE', message: `${place}: ${message}.`, fix });
  const weights = quantizedProblem(content, config);
  return [...headProblems(content, unsuitable), ...(weights ? [unsuitable(...weights)] : [])];
}

function headProblems(
  content: JsonObject, unsuitable: (message: string, fix: string) => PreflightFinding,
): PreflightFinding[] {
  const { architectures, is_encoder_decoder: hasEncoder, model_type: type, auto_map: code } = content;
  const heads = Array.isArray(architectures) ? architectures.filter((head) => typeof head === 'string') : [];
  const kind = heads.join(', ');
  const every = (pattern: RegExp) => heads.length > 0 && heads.every((head) => pattern.test(head));
  if (code !== undefined) return [];
  if (typeof type !== 'string') return [unsuitable('it does not say what the model is (model_type)', CAUSAL)];
  if (hasEncoder === true || every(OTHER_HEADS)) {
    return [unsuitable(`it is ${kind || 'an encoder-decoder'}, which does not continue a text`, CAUSAL)];
  }
  // Its weights lack the head: a new one, drawn at random, would be trained.
  if (!every(/(?<!LMHead)Model$/)) return [];
  return [{ ...unsuitable(`it is ${kind}, a model without a head`, CAUSAL), weight: 'likely' }];
}

/** Weights that were stored quantized, where this training cannot load them: what, and what to do. */
function quantizedProblem(content: JsonObject, config: TrainingConfig): [message: string, fix: string] | undefined {
  const shape = trainingShapeOf(config);
  const { quantization_config: quantized, quantization: ofMlx } = content;
  const method = isObject(quantized) ? quantized['quant_method'] : undefined;
  if (shape?.engine === 'mlx') {
    if (method === 'bitsandbytes') return ['the weights are quantized for CUDA (bitsandbytes)', IN_16_BITS];
    if (!isObject(ofMlx) || shape.adapter) return undefined;
    return ['quantized weights cannot be trained in full', 'Train an adapter (fine_tune_type: lora).'];
  }
  if (isObject(ofMlx)) return ['the weights are quantized for MLX', IN_16_BITS];
  if (typeof method !== 'string' || shape?.device !== 'cpu') return undefined;
  return [`the weights are quantized (${method}), which needs CUDA`, IN_16_BITS];
}
