export { openAssets } from './assets/open-assets.ts';
export type { OpenedAssets } from './assets/open-assets.ts';
export { openTrainers } from './assets/open-trainers.ts';
export type { AssetFilter, AssetSource } from './assets/asset-source.ts';
export { defineBackend } from './backend/define-backend.ts';
export { createBackendRegistry } from './backend/registry.ts';
export type { BackendRegistry } from './backend/registry.ts';
export { trainerLaunchSpec } from './backend/trainer-launch-spec.ts';
export type { TrainerLaunch } from './backend/trainer-launch-spec.ts';
export { trainerSmokeTest } from './backend/trainer-smoke-test.ts';
export { TrainingBackend } from './backend/training-backend.ts';
export type { ConfigProblem } from './config/config-problem.ts';
export type {
  ConfigRemark, ConfigSpec, DataRules, DocumentSource, FlatNames, LabelWeights,
} from './config/config-spec.ts';
export { datasetOf } from './config/dataset-of.ts';
export { overrideConfig, readConfig } from './config/read-config.ts';
export { unknownMethod } from './config/unknown-method.ts';
export { convertDataset } from './dataset/convert-dataset.ts';
export type { ConvertedDataset, ConvertOptions } from './dataset/convert-dataset.ts';
export type { SourceFormat } from './dataset/convert/convert-row.ts';
export { decideObjective } from './dataset/decide-objective.ts';
export type { ObjectiveDecision } from './dataset/decide-objective.ts';
export { inspectDataset } from './dataset/inspect-dataset.ts';
export type { InspectOptions } from './dataset/inspect-dataset.ts';
export type { DatasetProgress, DatasetReadOptions } from './dataset/files/for-each-line.ts';
export type { InspectInput } from './dataset/inspect/inspect-input.ts';
export { formatPreview } from './dataset/preview/format-preview.ts';
export type { FormatPreviewOptions } from './dataset/preview/format-preview.ts';
export type { PreviewOptions } from './dataset/preview/preview-options.ts';
export { splitDataset } from './dataset/split-dataset.ts';
export type { SplitDataset, SplitOptions } from './dataset/split/split-options.ts';
export { writeDataset } from './dataset/write-dataset.ts';
export type { WrittenDataset } from './dataset/files/dataset-output.ts';
export type { WriteDatasetOptions } from './dataset/write-dataset.ts';
export type {
  ConversationsRow, DatasetFormat, DatasetRows, KtoRow, MessagesRow, PromptCompletionRow, Role, RowMessage, RowToolCall,
  RowTurn, TextRow, TurnContent,
} from './dataset/rows/row-types.ts';
export {
  BackendError, ConfigurationError, DatasetError, EnvironmentError, errorFromJson, isTunerError, RunError, TunerError,
} from './errors.ts';
export type { TunerErrorOptions } from './errors.ts';
export { formatDoctor } from './doctor/format-doctor.ts';
export type { DoctorOptions } from './doctor/run-doctor.ts';
export type { Environments } from './environment/managed/environments.ts';
export { RESULT_CHANGES } from './plan/autofit/autofit-options.ts';
export type { Autofit, AutofitOptions, ResultChange } from './plan/autofit/autofit-options.ts';
export { formatPlan } from './plan/format-plan.ts';
export type { PlanOptions } from './plan/plan-options.ts';
export type { ProbeOptions, ProbeProgress, StepProbe } from './plan/probe/step-probe.ts';
export { PLAN_WARNING_CODES } from './plan/training-plan.ts';
export type {
  DiskPlan, MemoryParts, MemoryPlan, PlannedModel, PlanWarning, PlanWarningCode, StepsPlan, TimePlan, TrainingPlan,
} from './plan/training-plan.ts';
export type { AdapterShape, ShapeKeys, TrainingShape } from './plan/training-shape.ts';
export { LocalExecutor } from './process/local-executor.ts';
export type { ResultBase, RunResult, StoppedResult } from './results/run-result.ts';
export type { RunHandle } from './runs/run-handle.ts';
export type { Runs } from './runs/runs.ts';
export type { ListOptions } from './runs/list-runs.ts';
export type { ReconcileReport } from './runs/recovery/reconcile.ts';
export { openRun } from './runs/open-run.ts';
export type { EventsOptions, RunReader } from './runs/run-reader.ts';
export type { AttemptOptions, PreflightMode, TrainOptions } from './runs/start/train-options.ts';
export { createTuner } from './tuner/create-tuner.ts';
export type { Tuner, TunerOptions } from './tuner/tuner.ts';
export type { LoadConfig, MethodOf, Named, TypesOf, TypesOfAll } from './tuner/tuner-types.ts';
export { VERSION } from './version.ts';
// Of the contract, everything but the schemas, which load zod: they are values of @tuner/core/contract.
export { BACKEND_CONTRACT_VERSION } from './contract/backend.ts';
export type {
  BackendDefinition, BackendTypes, ExecuteOptions, ITrainingBackend, SettingsOf,
} from './contract/backend.ts';
export type { ConfigOverrides, ConfigWarning, TrainingConfig } from './contract/config.ts';
export { DATASET_ISSUE_CODES } from './contract/dataset-issues.ts';
export type { DatasetIssue, DatasetIssueCode, IssueSeverity, RowFormat } from './contract/dataset-issues.ts';
export type {
  Compression, DatasetReport, DuplicateCounts, FileReport, IssueCount, LabelBalance, Leakage, LinePair, NearDuplicateCounts, Spread,
  WeightSpan,
} from './contract/dataset-report.ts';
export type { StepMeasurement } from './contract/step-measurement.ts';
export type { DatasetPreview, PreviewFinding, PreviewRow, PreviewToken } from './contract/dataset-preview.ts';
export { DOCTOR_CODES } from './contract/doctor.ts';
export type { DoctorCode, DoctorFinding, DoctorReport } from './contract/doctor.ts';
export type {
  EnvironmentInfo, EnvironmentOptions, EnvironmentProgress, EnvironmentReport, EnvironmentSpec, Finding, MachineNeeds,
  ProbeReport, ReadyEnvironment, SmokeTest,
} from './contract/environment.ts';
export { ERROR_CODES, isErrorCode } from './contract/error-codes.ts';
export type { ErrorCode } from './contract/error-codes.ts';
export type { ErrorJson } from './contract/error-json.ts';
export type { AttemptProcesses, EnsureEnvironmentOptions, Executor, Liveness, RecoverOptions, RunPlace, StartedRun } from './contract/executor.ts';
export type { DeepPartial, JsonObject, JsonValue } from './contract/json.ts';
export type { FileRole, LaunchDocument, LaunchSpec, RoleFile } from './contract/launch.ts';
export { NO_PROGRESS, reduceProgress } from './contract/progress.ts';
export type { RunProgress } from './contract/progress.ts';
export type {
  AckRecord, CheckpointManifest, ExitRecord, FileFingerprint, ProcessIdentity, QueuedRecord, ResultRecord, RunRecord,
} from './contract/records.ts';
export type { Artifact, CheckpointInfo, MetricSeries, RunInfo, UnreadableRun } from './contract/results.ts';
export { RUN_EVENT_TYPES } from './contract/run-events.ts';
export type {
  CheckpointBody, EventBase, PhaseBody, RunEvent, RunEventBody, RunEventOf, RunEventType, UnknownBody, UnreadableBody,
  WireBody,
} from './contract/run-events.ts';
export { ACTIVE_STATUSES, isTerminal, TERMINAL_STATUSES } from './contract/status.ts';
export type { ActiveStatus, RunStatus, TerminalStatus } from './contract/status.ts';
export type { Suggestion } from './contract/suggestion.ts';
export { FORMAT_VERSION, LAUNCH_VERSION, WIRE_VERSION } from './contract/versions.ts';
export type { EventContent, LifeEvent, WireEvent } from './contract/wire-events.ts';
