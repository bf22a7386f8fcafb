/** How to train. */
export interface TrainOptions {
  /** Aborted before the run is recorded, nothing exists; afterwards, the run is stopped and saved. */
  readonly signal?: AbortSignal;
  /** `[a-z0-9][a-z0-9-]{0,63}`; made up when left out. The same id with the same configuration is the same run. */
  readonly runId?: string;
  /** Start from these weights: the folder of an adapter, a model or a checkpoint, or an artifact of another run. */
  readonly from?: string | { readonly path: string };
  /** Kept in the run's record, to find it again. No secrets. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The Python to train with; by default `TUNER_PYTHON`, then the managed environment. */
  readonly pythonPath?: string;
}
