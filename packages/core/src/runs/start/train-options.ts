/** How an attempt is started: what may differ between a run's first attempt and one that resumes it. */
export interface AttemptOptions {
  /** Aborted before the attempt is recorded, nothing exists; afterwards, the run is stopped and saved. */
  readonly signal?: AbortSignal;
  /** The run goes on when this program ends, however it ends; by default it is stopped and saved then. */
  readonly detached?: boolean;
  /**
   * The devices that it holds while it trains: names such as a GPU's UUID, `metal` or `cpu`; `cuda:0` is the UUID of
   * the first GPU that `CUDA_VISIBLE_DEVICES` lets this program see. Of several runs that name one, of any program of
   * this user, the next starts when the one before has ended. By default those of the back end.
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

/** What becomes of what is found before a training: see {@link TrainOptions.preflight}. */
export type PreflightMode = 'enforce' | 'warn' | 'off';

/** How to train. */
export interface TrainOptions extends AttemptOptions {
  /** `[a-z0-9][a-z0-9-]{0,63}`; made up when left out. The same id with the same configuration is the same run. */
  readonly runId?: string;
  /** Start from these weights: the folder of an adapter, a model or a checkpoint, or an artifact of another run. */
  readonly from?: string | { readonly path: string };
  /**
   * What is looked at before anything is recorded: rows (of files above 64 MiB, the first 64), model folder, starting
   * point, interpreter, disk, steps. `enforce` (default): what cannot succeed, or would be wasted, is an error; the
   * rest are `warning` events. `warn`: only what cannot succeed is an error. `off`: nothing is looked at.
   */
  readonly preflight?: PreflightMode;
  /** Kept in the run's record, to find it again. No secrets. */
  readonly tags?: Readonly<Record<string, string>>;
}
