export { BACKEND_CONTRACT_VERSION } from './backend.ts';
export type { BackendDefinition, BackendTypes, ExecuteOptions, ITrainingBackend, SettingsOf } from './backend.ts';
export type { ConfigOverrides, ConfigWarning, TrainingConfig } from './config.ts';
export { DATASET_ISSUE_CODES } from './dataset-issues.ts';
export type { DatasetIssue, DatasetIssueCode, IssueSeverity, RowFormat } from './dataset-issues.ts';
export type {
  Compression, DatasetReport, DuplicateCounts, FileReport, IssueCount, LabelBalance, Leakage, LinePair, NearDuplicateCounts, Spread,
  WeightSpan,
} from './dataset-report.ts';
export { stepMeasurementSchema } from './step-measurement.ts';
export type { StepMeasurement } from './step-measurement.ts';
export { datasetPreviewSchema } from './dataset-preview.ts';
export type { DatasetPreview, PreviewFinding, PreviewRow, PreviewToken } from './dataset-preview.ts';
export { DOCTOR_CODES } from './doctor.ts';
export type { DoctorCode, DoctorFinding, DoctorReport } from './doctor.ts';
export { probeReportSchema } from './environment.ts';
export type {
  EnvironmentInfo, EnvironmentOptions, EnvironmentProgress, EnvironmentReport, EnvironmentSpec, Finding, MachineNeeds,
  ProbeReport, ReadyEnvironment, SmokeTest,
} from './environment.ts';
export { ERROR_CODES, isErrorCode } from './error-codes.ts';
export type { ErrorCode } from './error-codes.ts';
export { errorJsonSchema } from './error-json.ts';
export type { ErrorJson } from './error-json.ts';
export type { AttemptProcesses, EnsureEnvironmentOptions, Executor, Liveness, RecoverOptions, RunPlace, StartedRun } from './executor.ts';
export type { DeepPartial, JsonObject, JsonValue } from './json.ts';
export { FILE_ROLES, launchDocumentSchema } from './launch.ts';
export type { FileRole, LaunchDocument, LaunchSpec, RoleFile } from './launch.ts';
export { NO_PROGRESS, reduceProgress } from './progress.ts';
export type { RunProgress } from './progress.ts';
export {
  ackRecordSchema, checkpointManifestSchema, exitRecordSchema, processIdentitySchema, queuedRecordSchema, resultRecordSchema,
  runRecordSchema,
} from './records.ts';
export type {
  AckRecord, CheckpointManifest, ExitRecord, FileFingerprint, ProcessIdentity, QueuedRecord, ResultRecord, RunRecord,
} from './records.ts';
export type { Artifact, CheckpointInfo, MetricSeries, RunInfo, UnreadableRun } from './results.ts';
export { RUN_EVENT_TYPES } from './run-events.ts';
export type {
  CheckpointBody, EventBase, PhaseBody, RunEvent, RunEventBody, RunEventOf, RunEventType, UnknownBody, UnreadableBody,
  WireBody,
} from './run-events.ts';
export { ACTIVE_STATUSES, isTerminal, TERMINAL_STATUSES } from './status.ts';
export type { ActiveStatus, RunStatus, TerminalStatus } from './status.ts';
export type { Suggestion } from './suggestion.ts';
export { FORMAT_VERSION, LAUNCH_VERSION, WIRE_VERSION } from './versions.ts';
export { lifeEventSchema, wireEventSchema } from './wire-events.ts';
export type { EventContent, LifeEvent, WireEvent } from './wire-events.ts';
