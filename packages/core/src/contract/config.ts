import type { DeepPartial, JsonObject } from './json.ts';

/**
 * A checked and resolved training configuration: deeply frozen, every path absolute.
 *
 * @typeParam S - the settings of the back end and method it belongs to.
 */
export interface TrainingConfig<S = JsonObject> {
  /** The back end's method, such as `sft`. */
  readonly method: string;
  /** The name of the back end that made it, such as `rtx`. */
  readonly platform: string;
  /** The YAML file it was read from. */
  readonly configPath: string;
  /** The folder of the trainer's script: the working directory of a run. */
  readonly trainerDir: string;
  /** A model id of the Hugging Face hub, a folder, or `builtin:tiny`. */
  readonly modelName: string;
  /** The training rows, as JSONL; `undefined` until one is set. */
  readonly datasetFile?: string;
  /** How many times every row is seen; may be fractional. */
  readonly epochs: number;
  /** Rows per device and micro-batch. */
  readonly batchSize: number;
  /** The peak learning rate. */
  readonly learningRate: number;
  /** `sft`, `kto`, or `auto` while that depends on rows that are not there yet. */
  readonly objective: string;
  /** The whole document, as the trainer will read it. */
  readonly settings: S;
  /** What was accepted with a remark: obsolete keys, keys of place. */
  readonly warnings: readonly ConfigWarning[];
}

/** A remark about an accepted configuration. */
export interface ConfigWarning {
  /** What it is about: `obsolete`, `place`, `advice`. */
  readonly kind: 'obsolete' | 'place' | 'advice';
  /** The key, as a dotted path. */
  readonly key: string;
  readonly message: string;
}

/**
 * What a program may change when it loads a configuration. `undefined` is ignored; a flat name that contradicts the
 * same value in `settings` is a `CONFIG_CONFLICT`.
 */
export interface ConfigOverrides<S = JsonObject> {
  /** The user's own YAML file instead of the shipped one. */
  readonly configPath?: string;
  readonly modelName?: string;
  /** Training rows; a relative path belongs to the working directory. */
  readonly datasetFile?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly learningRate?: number;
  /** Any other key, as a deep partial of the document; arrays replace. */
  readonly settings?: DeepPartial<S>;
}
