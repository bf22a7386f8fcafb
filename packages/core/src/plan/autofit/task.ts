import { trainingShapeOf } from '../../config/back-end-facts.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import { ConfigurationError } from '../../errors.ts';
import type { ModelShape } from '../model/model-shape.ts';
import { readModel } from '../model/read-model.ts';
import type { TrainingPlan } from '../training-plan.ts';
import type { TrainingShape } from '../training-shape.ts';

/** An estimate is off by a tenth at most in nearly all cases. */
const MARGIN = 0.9;

/** What is fitted: the model, the training, and the memory that it may add. */
export interface Task {
  readonly model: ModelShape;
  readonly shape: TrainingShape;
  readonly longest: number;
  readonly room: number;
}

/** What is to be fitted. @throws ConfigurationError where the model, the back end or the memory is not known */
export async function taskOf(config: TrainingConfig, { memory, steps, warnings }: TrainingPlan): Promise<Task> {
  const shape = trainingShapeOf(config);
  const model = await readModel(config.modelName, shape?.cacheFolder);
  if (!shape || 'problem' in model || !memory) {
    const why = warnings.find(({ code }) => code.startsWith('MODEL_') || code === 'BACKEND_UNKNOWN');
    throw new ConfigurationError('CONFIG_UNSUPPORTED', why?.message ?? 'The memory of this training is not known.', {
      hint: why?.fix ?? 'await tuner.probe(config) measures a step.', details: { model: config.modelName },
    });
  }
  const there = memory.freeBytes ?? memory.availableBytes;
  if (there === null) {
    const message = `How much memory there is on ${memory.device} cannot be found out on this machine.`;
    throw new ConfigurationError('CONFIG_UNSUPPORTED', message, {
      hint: 'Pass memoryBytes, such as autofit(config, { memoryBytes: 24e9 }).', details: { device: memory.device },
    });
  }
  const room = there * MARGIN - memory.importedBytes;
  return { model: model.shape, shape, longest: steps?.longestTokens ?? shape.maxTokens, room };
}
