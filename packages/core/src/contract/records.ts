import * as z from 'zod';
import { errorJsonSchema } from './error-json.ts';
import { TERMINAL_STATUSES } from './status.ts';

const formatVersion = z.string().regex(/^\d+\.\d+$/);
const time = z.iso.datetime();

const fileFingerprintSchema = z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() });

/** What a data file was when the run was recorded. */
export type FileFingerprint = RunRecord['data'];

/** `run.json`: what the run is, written once. */
export const runRecordSchema = z.object({
  formatVersion,
  kind: z.literal('training'),
  runId: z.string(),
  createdAt: time,
  backend: z.string(),
  method: z.string(),
  /** What is trained for: `sft` or `kto`. */
  objective: z.string().optional(),
  modelName: z.string(),
  versions: z.record(z.string(), z.string()),
  /**
   * SHA-256 of the Python code that runs: of the supervisor and of the back end's trainers. An installed package writes
   * that code to `assets/<SHA-256>` in the user's data folder, so that it can be looked at as long as it is there.
   */
  assets: z.object({ supervisor: z.string(), trainers: z.string() }),
  data: fileFingerprintSchema,
  evaluationData: fileFingerprintSchema.optional(),
  /** Where the weights start from, when not from the model itself. */
  from: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  /** SHA-256 of what decides that two calls mean the same run: configuration, data, start. */
  identity: z.string(),
});

/** @see {@link runRecordSchema} */
export type RunRecord = z.infer<typeof runRecordSchema>;

/** Who a process is: a pid alone may belong to somebody else by now. */
export const processIdentitySchema = z.object({
  formatVersion,
  pid: z.number().int().positive(),
  /** When it started, in the system's own unit; `null` where the system does not tell. */
  startTime: z.string().nullable(),
  bootId: z.string().nullable(),
  machineId: z.string().nullable(),
  pidNamespace: z.string().nullable(),
  startedAt: time,
});

/** @see {@link processIdentitySchema} */
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** `queued.json`: since when the attempt waits for its devices; written once, when it begins to. */
export const queuedRecordSchema = z.object({ formatVersion, time, devices: z.array(z.string()) });

/** @see {@link queuedRecordSchema} */
export type QueuedRecord = z.infer<typeof queuedRecordSchema>;

/** `ack.json`: the trainer's last word. */
export const ackRecordSchema = z.object({
  formatVersion,
  outcome: z.enum(['finished', 'stopped', 'failed']),
  step: z.number().int().nonnegative(),
  /** Whether the state at `step` was written as a checkpoint or model. */
  saved: z.boolean(),
  checkpoint: z.string().nullable(),
  error: errorJsonSchema.optional(),
});

/** @see {@link ackRecordSchema} */
export type AckRecord = z.infer<typeof ackRecordSchema>;

/** `exit.json`: how the trainer's process ended, as the supervisor saw it. */
export const exitRecordSchema = z.object({
  formatVersion,
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  endedAt: time,
});

/** @see {@link exitRecordSchema} */
export type ExitRecord = z.infer<typeof exitRecordSchema>;

/** `result.json`: the attempt's one result, written once. */
export const resultRecordSchema = z.object({
  formatVersion,
  status: z.enum(TERMINAL_STATUSES),
  endedAt: time,
  code: z.number().int().nullable(),
  signal: z.string().nullable(),
  ack: ackRecordSchema.nullable(),
  /** Set when the supervisor itself knows why: it could not start the trainer, an output is missing. */
  error: errorJsonSchema.optional(),
  /** What is odd about an ending that counts all the same, such as `exit_after_success`. */
  warnings: z.array(z.string()).optional(),
  /** Who found out how it ended: an `adopter` and a `host` did not see the exit. */
  concludedBy: z.enum(['supervisor', 'adopter', 'host']).optional(),
});

/** @see {@link resultRecordSchema} */
export type ResultRecord = z.infer<typeof resultRecordSchema>;

/** `manifest.json` of a checkpoint: written last, so that a folder without it is no checkpoint. */
export const checkpointManifestSchema = z.object({
  formatVersion,
  step: z.number().int().nonnegative(),
  epoch: z.number().nullable(),
  createdAt: time,
  /** `adapter` holds LoRA weights only, `model` a whole model. */
  kind: z.enum(['adapter', 'model']),
  values: z.record(z.string(), z.number().nullable()),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
  /** The run that it belongs to; `null` of a trainer that ran alone. */
  runId: z.string().nullable().optional(),
  /** What a training must have in common with it to go on from it: settings by key, hashes of data and model. */
  identity: z.record(z.string(), z.json()).optional(),
  /** The packages that it was trained with. */
  versions: z.record(z.string(), z.string().nullable()).optional(),
});

/** @see {@link checkpointManifestSchema} */
export type CheckpointManifest = z.infer<typeof checkpointManifestSchema>;
