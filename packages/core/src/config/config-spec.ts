import type { z } from 'zod';
import type { ConfigWarning } from '../contract/config.ts';
import type { JsonObject } from '../contract/json.ts';
import type { ConfigProblem } from './config-problem.ts';

/** Where the flat names of an override stand in the document, as dotted paths. */
export interface FlatNames {
  readonly modelName: string;
  readonly datasetFile: string;
  readonly epochs: string;
  readonly batchSize: string;
  readonly learningRate: string;
}

/** A document on its way to a configuration. */
export interface PreparedDocument {
  readonly document: JsonObject;
  readonly warnings?: readonly ConfigWarning[];
}

/** All that is particular about the configurations of one method of one back end. */
export interface ConfigSpec<S extends object = object> {
  readonly platform: string;
  readonly method: string;
  readonly objective: string;
  /** The YAML file that comes with the back end, absolute. */
  readonly file: string;
  /** The folder of the trainer's script, absolute. */
  readonly trainerDir: string;
  readonly schema: z.ZodType<S>;
  readonly flat: FlatNames;
  /** Keys that hold a path: a relative one belongs to the folder of the file that holds it. */
  readonly pathKeys: readonly string[];
  /** Keys that hold a name or a path: only what begins with `./` or `../` is resolved in the same way. */
  readonly relativeNames?: readonly string[];
  /** What the back end itself decides: it replaces the file's value, and an override must not contradict it. */
  readonly fixed?: JsonObject;
  /** Before the check: resolves keys that depend on others, and remarks on obsolete ones. `own`: the user's file. */
  prepare?(document: JsonObject, source: { readonly own: boolean }): PreparedDocument;
  /** After the check: what no single key can say. */
  check?(settings: S): readonly ConfigProblem[];
}
