import { join } from 'node:path';
import { isObject } from '../../config/paths.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import { readObject } from '../../preflight/model-files.ts';
import type { InspectInput } from './inspect-input.ts';

/** The input of a configuration, with no more tokens a row than its model has positions, where its folder tells. */
export async function withinModel<S>(
  input: InspectInput, of: TrainingConfig<S> | InspectInput,
): Promise<InspectInput> {
  const positions = 'settings' in of ? await positionsOf(of.modelName) : undefined;
  if (positions === undefined) return input;
  return { ...input, maxTokens: Math.min(input.maxTokens ?? Infinity, positions) };
}

/** Of a model for several media the text part's count. */
async function positionsOf(folder: string): Promise<number | undefined> {
  const content = await readObject(join(folder, 'config.json'));
  if (!isObject(content)) return undefined;
  const text = isObject(content['text_config']) ? content['text_config'] : content;
  const positions = text['max_position_embeddings'] ?? text['n_positions'];
  return typeof positions === 'number' && positions > 0 ? positions : undefined;
}
