/** What `tuner.doctor` can find. `docs/environments.md` has a row for each. */
export const DOCTOR_CODES = [
  // Python and packages
  'PYTHON_NOT_FOUND', 'PYTHON_TOO_OLD', 'PYTHON_STORE_STUB', 'PYTHON_NO_VENV', 'PYTHON_BROKEN', 'ENVIRONMENT_NOT_READY',
  'PACKAGE_MISSING', 'PACKAGE_MISMATCH',
  // the machine
  'GPU_NOT_FOUND', 'DRIVER_TOO_OLD', 'DRIVER_BROKEN', 'GPU_MEMORY_TAKEN', 'WSL', 'WSL_SLOW_DISK', 'DISK_LOW',
  'MEMORY_LOW', 'GLIBC_TOO_OLD', 'COMPILER_MISSING', 'DETACH_NOT_GUARANTEED',
  // the network
  'NETWORK_UNREACHABLE', 'PROXY_REFUSED', 'CERTIFICATE_UNTRUSTED', 'HUB_TOKEN_MISSING', 'HUB_TOKEN_REFUSED',
  'MODEL_NOT_FOUND',
  // the doctor itself
  'CHECK_FAILED',
] as const;

/** One of {@link DOCTOR_CODES}. */
export type DoctorCode = (typeof DOCTOR_CODES)[number];

/** One thing that stands, or may stand, against training here. */
export interface DoctorFinding {
  readonly code: DoctorCode;
  /** `error`: a training cannot start; `warning`: it may fail or be slow; `info`: good to know. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What was seen: lines of a program's output, sizes, versions. Never a secret. */
  readonly evidence: readonly string[];
  /** What to do about it, in a sentence. */
  readonly fix?: string;
  /** What to run, exactly: a command of a shell, or a call of this library. */
  readonly command?: string;
}

/** What the doctor found. */
export interface DoctorReport {
  /** Whether nothing stands against training: no finding is an error. */
  readonly isHealthy: boolean;
  /** The worst first. */
  readonly findings: readonly DoctorFinding[];
  /** The names of the checks, in the order in which they are listed in `docs/environments.md`. */
  readonly checks: readonly string[];
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}
