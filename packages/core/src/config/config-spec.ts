import type * as z from 'zod';
import type { ConfigWarning } from '../contract/config.ts';
import type { Compression } from '../contract/dataset-report.ts';
import type { JsonObject, JsonValue } from '../contract/json.ts';
import type { TrainingShape } from '../plan/training-shape.ts';
import type { ConfigProblem } from './config-problem.ts';

/** Where the flat names of an override stand in the document, as dotted paths. */
export interface FlatNames {
  readonly modelName: string;
  readonly datasetFile: string;
  readonly epochs: string;
  readonly batchSize: string;
  readonly learningRate: string;
}

/**
 * A remark on a key that is accepted: obsolete, replaced by the run directory, unwise. It becomes a warning when the
 * user's own file or an override sets the key, and `when` holds.
 */
export interface ConfigRemark extends ConfigWarning {
  /** Further keys that the same words are about: one warning, at the first of them all that it applies to. */
  readonly alsoAt?: readonly string[];
  /** Whether the remark applies to this value; always, when left out. */
  when?(value: JsonValue, document: JsonObject): boolean;
}

/** Who set the values of a document. */
export interface DocumentSource {
  /** Whether the user set the key, in a file of their own or in an override. */
  isSet(key: string): boolean;
  /** The folder that a relative path at this key belongs to. */
  folderOf(key: string): string;
}

/** How much good and bad rows weigh in KTO. */
export interface LabelWeights {
  readonly good: number;
  readonly bad: number;
}

/** What the rows of a configuration have to serve, besides its method. */
export interface DataRules {
  /** Held-out rows, absolute. */
  readonly evaluationFile?: string;
  /** The longest row in tokens. */
  readonly maxTokens?: number;
  /** How a data file may be packed for these trainers; plain alone by default. */
  readonly unpacks?: readonly Compression[];
  /** SFT: whether rows with `label: false` are left out; true by default. */
  readonly filterDesirable?: boolean;
  /** KTO's weights, 1 and 1 by default; `keys` are their places in the settings. */
  readonly weights?: LabelWeights & { readonly keys?: readonly [good: string, bad: string] };
}

/**
 * All that is particular about the configurations of one method of one back end; `readConfig` does the rest.
 *
 * @typeParam S - the settings: what `schema` gives.
 */
export interface ConfigSpec<S extends object = object> {
  readonly platform: string;
  readonly method: string;
  /** What is trained for, or the key of the document that says so. */
  readonly objective: string | { readonly key: string };
  /** The YAML file that comes with the back end, absolute. */
  readonly file: string;
  /** The folder of the trainer's script, absolute. */
  readonly trainerDir: string;
  /** Strict objects, so that an unknown key is an error; every key described, with its default. */
  readonly schema: z.ZodType<S>;
  readonly flat: FlatNames;
  /** Keys that hold a path: a relative one belongs to the folder of the file that holds it. */
  readonly pathKeys: readonly string[];
  /** Keys that hold a name or a path: only what begins with `./` or `../` is resolved in the same way. */
  readonly relativeNames?: readonly string[];
  /** What the back end itself decides: it replaces the shipped file's value; the user must not contradict it. */
  readonly fixed?: JsonObject;
  readonly remarks?: readonly ConfigRemark[];
  /** What rows have to serve: what `inspectDataset` judges them by. */
  dataRules?(settings: S): DataRules;
  /** What a training of these settings is, for `tuner.plan`; without it a plan knows no memory and no steps. */
  trainingShape?(settings: S): TrainingShape;
  /** Before the check: resolves keys that depend on others. */
  prepare?(document: JsonObject, source: DocumentSource): JsonObject;
  /** After the check: what no single key can say. */
  check?(settings: S, source: DocumentSource): readonly ConfigProblem[];
}
