export { bestModelKeys } from './best-model-keys.ts';
export {
  betaKey, ktoLossKey, lossOnKey, optionalText, rowKeys, rowLengthKey, sampleKeys, targetModulesKey,
  trustRemoteCodeKey, useDoraKey,
} from './common-keys.ts';
export { evaluationConflicts } from './evaluation-conflicts.ts';
export type { EvaluationKeys } from './evaluation-conflicts.ts';
export { healthKeys } from './health-keys.ts';
export { gradientCheckpointingKey, intervalKeys, lengthKeys, optimizationKeys } from './optimization-keys.ts';
export type { TrainingDefaults } from './optimization-keys.ts';
