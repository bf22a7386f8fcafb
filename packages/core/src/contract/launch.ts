import * as z from 'zod';
import type { JsonObject } from './json.ts';

/**
 * The files of a run, by role. A back end names roles only; the executor binds them to paths.
 *
 * `events` the event file; `requests` the attempt's folder, where `stop.json` and `cancel.json` appear; `ack` the
 * trainer's last word; `lock` the run's lock; `checkpoints`, `model` the outputs; `data`, `evaluationData`,
 * `resumeFrom`, `startFrom` the inputs; `cache` what may be shared between runs; `launch` this document itself.
 */
export const FILE_ROLES = [
  'launch', 'events', 'requests', 'ack', 'lock', 'checkpoints', 'model', 'data', 'evaluationData', 'resumeFrom',
  'startFrom', 'cache',
] as const;

/** One of {@link FILE_ROLES}. */
export type FileRole = (typeof FILE_ROLES)[number];

/** A file below a role, such as `{ role: 'model', path: 'adapter_config.json' }`; without `path`, the role itself. */
export interface RoleFile {
  readonly role: FileRole;
  readonly path?: string;
}

/** How one configuration is trained: everything an executor needs, with no path of a run in it. */
export interface LaunchSpec {
  /** The trainer's script, absolute. */
  readonly script: string;
  /** Arguments of the script; a role stands for its path. */
  readonly args: readonly (string | RoleFile)[];
  /** Added to the inherited environment. Written to disk: no secrets. */
  readonly env: Readonly<Record<string, string>>;
  /** The working directory, absolute. */
  readonly workingDirectory: string;
  /** The resolved configuration, as the trainer reads it. */
  readonly document: JsonObject;
  /** Input files, absolute. */
  readonly inputs: { readonly data: string; readonly evaluationData?: string };
  /** Alternatives, each a set of files that must all exist for the run to have succeeded. */
  readonly requiredOutputs: readonly (readonly RoleFile[])[];
  /** The devices it needs to itself; none for a CPU run. */
  readonly devices: readonly string[];
  /** Hash of the trainer code that will run. */
  readonly assetsHash: string;
}

/** The document `attempts/<n>/launch.json`: the trainer's and the supervisor's whole input. */
export const launchDocumentSchema = z.object({
  formatVersion: z.string(),
  runId: z.string(),
  attempt: z.number().int().positive(),
  backend: z.string(),
  method: z.string(),
  /** Absolute paths by role; `null` for an input that is not set. */
  files: z.record(z.enum(FILE_ROLES), z.string().nullable()),
  /** The resolved configuration. */
  config: z.record(z.string(), z.json()),
  /** How the supervisor starts the trainer. `env` is added to the inherited environment. */
  process: z.object({
    argv: z.array(z.string()).min(1),
    cwd: z.string(),
    env: z.record(z.string(), z.string()),
  }),
  requiredOutputs: z.array(z.array(z.string())),
  /** Whether the run stops and saves when its host is gone. */
  attached: z.boolean(),
  /** Deadlines of the stop ladder, in milliseconds. */
  stop: z.object({ graceMs: z.number().nonnegative(), terminateMs: z.number().nonnegative() }),
});

/** @see {@link launchDocumentSchema} */
export type LaunchDocument = z.infer<typeof launchDocumentSchema>;
