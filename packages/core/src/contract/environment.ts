import * as z from 'zod';
import type { ErrorCode } from './error-codes.ts';

/** What a back end needs of a Python environment. */
export interface EnvironmentSpec {
  /** Names the environment's folder together with the hash of its requirements; `rtx-cpu` for example. */
  readonly name: string;
  /** The locked requirements: the text of a `requirements.txt` that holds the full closure. */
  readonly requirements: string;
  /** Python versions that the locked packages have wheels for, best first, such as `['3.12', '3.13', '3.11']`. */
  readonly pythonVersions: readonly string[];
  /** Packages to take from a CPU-only build where the default build of this platform carries CUDA. */
  readonly cpuBuilds?: readonly string[];
  /** The probe: a Python script that prints one JSON document of {@link probeReportSchema}. */
  readonly probe: { readonly script: string; readonly args: readonly string[] };
  /** A training of seconds that a new environment has to get through before it counts. */
  readonly smokeTest?: SmokeTest;
  /** What the packages ask of the machine; `tuner.doctor` compares it. */
  readonly needs?: MachineNeeds;
}

/**
 * A short training: `script` is given `args`, then `--device`, `--data` (a file of `rows`) and `--output` (a folder).
 */
export interface SmokeTest {
  readonly script: string;
  readonly args: readonly string[];
  /** The rows, as the text of a data file. */
  readonly rows: string;
}

/** What locked packages ask of a machine; what is left out does not matter. */
export interface MachineNeeds {
  /** The oldest glibc of a Linux machine, such as `2.28`. */
  readonly glibc?: string;
  /** The GPU that is trained on. */
  readonly gpu?: 'nvidia' | 'metal';
  /** The oldest NVIDIA driver, such as `580`. */
  readonly nvidiaDriver?: string;
  /** Whether something may compile while it trains, such as Triton. */
  readonly compiler?: boolean;
  /** The disk that building takes, in bytes: downloads, and what is unpacked. */
  readonly diskBytes?: number;
}

/** What a probe script prints. */
export const probeReportSchema = z.object({
  python: z.string(),
  versions: z.record(z.string(), z.string().nullable()),
  device: z.object({
    kind: z.string(),
    name: z.string().nullable(),
    memoryBytes: z.number().nullable(),
    bf16: z.boolean(),
  }).nullable(),
  findings: z.array(z.object({
    code: z.string(),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    fix: z.string().optional(),
  })),
});

/** @see {@link probeReportSchema} */
export type ProbeReport = z.infer<typeof probeReportSchema>;

/** One thing that was found out about an environment. */
export interface Finding {
  readonly code: ErrorCode | (string & {});
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What to run or change, exactly. */
  readonly fix?: string;
}

/** Whether training can start here, and what there is. */
export interface EnvironmentReport {
  readonly isValid: boolean;
  /** The first error's message and fix; `undefined` when valid. */
  readonly error?: string;
  readonly findings: readonly Finding[];
  /** The interpreter that was asked; `undefined` when none was found. */
  readonly pythonPath?: string;
  /** What the probe said; `undefined` when it gave no answer. */
  readonly probe?: ProbeReport;
}

/** How to look at an environment. */
export interface EnvironmentOptions {
  /** The interpreter; by default `TUNER_PYTHON`, then the managed environment. */
  readonly pythonPath?: string;
  /** How long the probe may take, in milliseconds; 60,000 by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** A step of `ensureEnvironment`. */
export interface EnvironmentProgress {
  readonly step: 'python' | 'venv' | 'install' | 'probe' | 'train' | 'ready';
  readonly message: string;
  /** How many packages are done, while they are installed. */
  readonly done?: number;
  readonly total?: number;
  /** Of the package that is being downloaded: the bytes that are here, and those that there will be. */
  readonly bytes?: number;
  readonly totalBytes?: number;
}

/** An environment that Tuner manages, as `tuner.environments.list` finds it. */
export interface EnvironmentInfo {
  /** The name of its folder. */
  readonly id: string;
  /** The back end, such as `rtx`. */
  readonly backend: string;
  readonly directory: string;
  readonly pythonPath: string;
  /** Such as `3.12.4`; only `3.12` where it is not ready. */
  readonly python: string;
  /** What it takes of the disk, in bytes. */
  readonly sizeBytes: number;
  /** ISO 8601; of one that is not ready, when it was begun. */
  readonly createdAt: string;
  /** `incomplete`: a build was interrupted; the next one removes it. */
  readonly state: 'ready' | 'building' | 'incomplete';
  /** The ids of the runs of this home that go on with it. */
  readonly usedBy: readonly string[];
}

/** A Python environment that is ready to train. */
export interface ReadyEnvironment {
  readonly pythonPath: string;
  readonly directory: string;
  /** Whether it was there already. */
  readonly reused: boolean;
  /** What its probe said when it was built; `validateEnvironment` asks again. */
  readonly probe: ProbeReport;
}
