export { openAssets } from './assets/open-assets.ts';
export type { OpenedAssets } from './assets/open-assets.ts';
export { openTrainers } from './assets/open-trainers.ts';
export type { AssetSource } from './assets/asset-source.ts';
export { defineBackend } from './backend/define-backend.ts';
export { createBackendRegistry } from './backend/registry.ts';
export type { BackendRegistry } from './backend/registry.ts';
export { trainerLaunchSpec } from './backend/trainer-launch-spec.ts';
export type { TrainerLaunch } from './backend/trainer-launch-spec.ts';
export { TrainingBackend } from './backend/training-backend.ts';
export {
  betaKey, lossOnKey, optionalText, rowKeys, rowLengthKey, sampleKeys, targetModulesKey, trustRemoteCodeKey, useDoraKey,
} from './config/common-keys.ts';
export type { ConfigProblem } from './config/config-problem.ts';
export type { ConfigRemark, ConfigSpec, DocumentSource, FlatNames } from './config/config-spec.ts';
export { datasetOf } from './config/dataset-of.ts';
export { gradientCheckpointingKey, intervalKeys, lengthKeys, optimizationKeys } from './config/optimization-keys.ts';
export type { TrainingDefaults } from './config/optimization-keys.ts';
export { overrideConfig, readConfig } from './config/read-config.ts';
export { unknownMethod } from './config/unknown-method.ts';
export { decideObjective } from './dataset/decide-objective.ts';
export type { ObjectiveDecision } from './dataset/decide-objective.ts';
export { writeDataset } from './dataset/write-dataset.ts';
export type { WriteDatasetOptions, WrittenDataset } from './dataset/write-dataset.ts';
export type {
  ConversationsRow, DatasetFormat, DatasetRows, KtoRow, MessagesRow, PromptCompletionRow, Role, RowMessage, RowToolCall,
  RowTurn, TextRow, TurnContent,
} from './dataset/row-types.ts';
export {
  BackendError, ConfigurationError, DatasetError, EnvironmentError, errorFromJson, isTunerError, RunError, TunerError,
} from './errors.ts';
export type { TunerErrorOptions } from './errors.ts';
export { LocalExecutor } from './process/local-executor.ts';
export type { ResultBase, RunResult } from './results/run-result.ts';
export type { RunHandle } from './runs/run-handle.ts';
export type { Runs } from './runs/run-list.ts';
export { openRun } from './runs/run-reader.ts';
export type { EventsOptions, RunReader } from './runs/run-reader.ts';
export type { TrainOptions } from './runs/train-options.ts';
export { createTuner } from './tuner.ts';
export type { Tuner, TunerOptions } from './tuner.ts';
export type { LoadConfig, MethodOf, Named, TypesOf, TypesOfAll } from './tuner-types.ts';
export { VERSION } from './version.ts';
export * from './contract/index.ts';
