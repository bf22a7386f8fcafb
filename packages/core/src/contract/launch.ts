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
  /** Arguments of the script for what it can do ahead, without a device, while the run is queued; a role stands for its path. */
  readonly prepare?: readonly (string | RoleFile)[];
  /**
   * Arguments of the script for `previewDataset`, to which the number of rows is added; a role stands for its path.
   * The script writes its answer, `{ preview }` or `{ error }`, to `preview.json` in the folder of requests.
   */
  readonly preview?: readonly (string | RoleFile)[];
  /**
   * Arguments of the script for `probe`; a role stands for its path. The script writes its answer, `{ probe }` or
   * `{ error }`, to `probe.json` in the folder of requests, and prints phases as JSON Lines.
   */
  readonly probe?: readonly (string | RoleFile)[];
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
  /** The devices that the attempt holds while it trains, sorted. */
  devices: z.array(z.string()).default([]),
  /** The folder of the devices' tickets; `null` only where there are no devices. */
  locks: z.string().nullable().default(null),
  /** Whether it waits for its devices, or is refused at once when one is taken. */
  queue: z.boolean().default(true),
  /** A process that does what needs no device while the attempt is queued. */
  prepare: z.object({ argv: z.array(z.string()).min(1) }).nullable().default(null),
  /** After how many milliseconds without a sign of life the run counts as stalled; 0: never. */
  stallMs: z.number().nonnegative().default(600_000),
  /** What is done then: it is told as an event, or the run is stopped and saved, too. */
  onStall: z.enum(['event', 'stop']).default('event'),
  /**
   * Of an attempt that resumes the run: the checkpoint that it goes on from (`null`: from the beginning) and how many
   * steps that were done already it repeats, as `attempt.started` tells them; `null` for a run's first attempt.
   */
  resume: z.object({
    from: z.object({ step: z.number().int().nonnegative(), path: z.string() }).nullable(),
    repeats: z.number().int().nonnegative(),
  }).nullable().default(null),
});

/** @see {@link launchDocumentSchema} */
export type LaunchDocument = z.infer<typeof launchDocumentSchema>;
