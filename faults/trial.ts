import type { ITrainingBackend, RunHandle, TrainOptions } from '@tuner/core';

/** What a trial is made with: a back end, and what it trains for. */
export type Kit = 'rtx sft' | 'rtx kto' | 'mac sft' | 'mac kto';

/** Rows as objects, or a file as it is. */
export type Rows = readonly object[] | string | Uint8Array;

/** Overrides of any back end, good or bad. */
export interface Overrides {
  readonly [name: string]: unknown;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Where a trial finds and leaves its files. */
export interface Place {
  /** A folder of its own. */
  readonly folder: string;
  /** Writes a file below the folder and gives its path; objects become rows. */
  write(name: string, content: Rows): string;
}

/** What a trial needs that is made anew for it. */
export interface Arranged {
  readonly overrides?: Overrides;
  readonly options?: TrainOptions;
  /** Variables of this program, while the trial begins. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly home?: string;
  /** The file of rows, where it is not written from `rows`. */
  readonly datasetFile?: string;
  readonly backend?: ITrainingBackend;
}

/** Something that is tried through the public API, as a user would. */
export interface Trial {
  readonly name: string;
  readonly on: Kit;
  /** A configuration file of the user's own; the kit's settings do not hold then. */
  readonly yaml?: string;
  /** Laid over the kit's. */
  readonly overrides?: Overrides;
  /** Good ones of the kit by default. */
  readonly rows?: Rows;
  readonly heldOut?: Rows;
  readonly options?: TrainOptions;
  arrange?(place: Place): Arranged | Promise<Arranged>;
  /** What befalls the run. */
  during?(run: RunHandle): Promise<void>;
  /** Whether even what is said before a training needs the real executor: it is about the environment. */
  readonly isReal?: boolean;
}

/** When something must have been said. */
export type When = 'before start' | 'first 20 steps' | 'later';

/** What must be said of a fault. */
export interface Expected {
  /** The code of the error or event, or the rule of a `health` event. */
  readonly code: string;
  /** Words of the message that say where; or facts of its details. */
  readonly place: string | RegExp | Readonly<Record<string, unknown>>;
  /** A word of what to do. */
  readonly fix: RegExp;
  /** `before start` by default. */
  readonly by?: When;
}

/** A trial that something is wrong with. */
export interface Fault extends Trial {
  readonly area: 'configuration' | 'data' | 'model' | 'environment' | 'training';
  readonly expected: Expected;
}
