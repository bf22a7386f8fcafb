/** How an attempt is started: what may differ between a run's first attempt and one that resumes it. */
export interface AttemptOptions {
  /** Aborted before the attempt is recorded, nothing exists; afterwards, the run is stopped and saved. */
  readonly signal?: AbortSignal;
  /** The run goes on when this program ends, however it ends; by default it is stopped and saved then. */
  readonly detached?: boolean;
  /**
   * The devices that it holds while it trains: names such as a GPU's UUID, `metal` or `cpu`. Of several runs that name
   * one, of any program of this user, the next starts when the one before has ended. By default those of the back end.
   */
  readonly devices?: readonly string[];
  /** Whether it waits for its devices (default); else a taken one is `DEVICE_BUSY`. */
  readonly queue?: boolean;
  /** After how many milliseconds without a sign of life `run.stalled` is told; 600 000 by default, 0: never. */
  readonly stallMs?: number;
  /** What is done about a stalled run: `event` (default) tells it, `stop` also stops and saves. */
  readonly onStall?: 'event' | 'stop';
  /** The Python to train with; by default `TUNER_PYTHON`, then the managed environment; when resuming, the last one. */
  readonly pythonPath?: string;
}

/** How to train. */
export interface TrainOptions extends AttemptOptions {
  /** `[a-z0-9][a-z0-9-]{0,63}`; made up when left out. The same id with the same configuration is the same run. */
  readonly runId?: string;
  /** Start from these weights: the folder of an adapter, a model or a checkpoint, or an artifact of another run. */
  readonly from?: string | { readonly path: string };
  /** Kept in the run's record, to find it again. No secrets. */
  readonly tags?: Readonly<Record<string, string>>;
}
