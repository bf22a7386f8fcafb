/**
 * Every code that a Tuner error or a warning of the library can carry. `docs/errors.md` has a row for each.
 * Programs switch on these; messages are for people and may change.
 */
export const ERROR_CODES = [
  // configuration
  'CONFIG_NOT_FOUND', 'CONFIG_PARSE', 'CONFIG_INVALID', 'CONFIG_CONFLICT', 'CONFIG_UNSUPPORTED', 'METHOD_UNKNOWN',
  // back ends
  'BACKEND_UNKNOWN', 'BACKEND_EXISTS', 'BACKEND_INVALID', 'BACKEND_CONTRACT_VERSION',
  // environments
  'PYTHON_NOT_FOUND', 'PYTHON_UNUSABLE', 'PYTHON_TIMEOUT', 'ENVIRONMENT_NOT_READY', 'ENVIRONMENT_INSTALL_FAILED',
  'ENVIRONMENT_NOT_FOUND', 'ENVIRONMENT_IN_USE', 'UV_NOT_FOUND', 'NETWORK_UNREACHABLE', 'PROXY_REFUSED',
  'CERTIFICATE_UNTRUSTED', 'INDEX_REFUSED', 'PACKAGE_UNAVAILABLE', 'PACKAGE_CORRUPT', 'PROBE_FAILED',
  'PACKAGE_MISSING', 'PACKAGE_MISMATCH', 'COMPILER_MISSING', 'GPU_NOT_FOUND', 'DRIVER_MISMATCH', 'PLATFORM_UNSUPPORTED',
  // data
  'DATASET_NOT_SET', 'DATASET_NOT_FOUND', 'DATASET_CHANGED', 'DATASET_INVALID', 'DATASET_EMPTY',
  'DATASET_NOT_WRITTEN',
  // models and checkpoints
  'MODEL_NOT_FOUND', 'MODEL_GATED', 'MODEL_UNSUITABLE', 'CHECKPOINT_INVALID',
  // runs
  'RUN_ID_INVALID', 'RUN_EXISTS', 'RUN_NOT_FOUND', 'RUN_UNREADABLE', 'HOME_NOT_WRITABLE', 'FORMAT_VERSION',
  'START_FAILED', 'ABORTED', 'CLOSED', 'RUN_ACTIVE', 'RUN_SUCCEEDED', 'RESUME_REFUSED', 'DEVICE_BUSY', 'ADOPT_REFUSED',
  // how a training can fail
  'OUT_OF_MEMORY', 'DISK_FULL', 'NON_FINITE', 'UNHEALTHY', 'INTERRUPTED', 'KILLED', 'CRASHED',
  'INCOMPLETE_RESULT', 'LOST', 'TRAINER_FAILED',
] as const;

/** One of {@link ERROR_CODES}. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Whether `value` is one of {@link ERROR_CODES}. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return (ERROR_CODES as readonly unknown[]).includes(value);
}
