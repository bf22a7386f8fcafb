import type { BackendRegistry } from '../backend/registry.ts';
import type { BackendTypes, ITrainingBackend } from '../contract/backend.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetPreview } from '../contract/dataset-preview.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type { ReadyEnvironment } from '../contract/environment.ts';
import type { EnsureEnvironmentOptions, Executor } from '../contract/executor.ts';
import type { inspectDataset } from '../dataset/inspect-dataset.ts';
import type { PreviewOptions } from '../dataset/preview/preview-options.ts';
import type { DoctorOptions } from '../doctor/run-doctor.ts';
import type { Environments } from '../environment/managed/environments.ts';
import type { Autofit, AutofitOptions } from '../plan/autofit/autofit-options.ts';
import type { PlanOptions } from '../plan/plan-options.ts';
import type { ProbeOptions, StepProbe } from '../plan/probe/step-probe.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import type { RunHandle } from '../runs/run-handle.ts';
import type { Runs } from '../runs/runs.ts';
import type { TrainOptions } from '../runs/start/train-options.ts';
import type { LoadConfig, TypesOf } from './tuner-types.ts';

/** What a tuner is made of. */
export interface TunerOptions<B extends readonly ITrainingBackend[] = readonly ITrainingBackend[]> {
  /** The back ends that it knows, with their types. */
  readonly backends?: B;
  /** A registry made elsewhere, instead of `backends`. */
  readonly registry?: BackendRegistry;
  /** Where runs and environments live; `TUNER_HOME`, then the user's data folder, by default. */
  readonly home?: string;
  /** Where training is executed; on this machine by default. */
  readonly executor?: Executor;
}

/** The library, composed: load a configuration, prepare the environment, train, look at the runs. */
export interface Tuner<T extends BackendTypes = BackendTypes> extends AsyncDisposable {
  readonly home: string;
  readonly backends: BackendRegistry;
  readonly runs: Runs;
  /** The Python environments that are there, and what they take. */
  readonly environments: Environments;
  /** Adds a back end. The same tuner, with more types. @throws BackendError */
  with<B extends ITrainingBackend>(backend: B): Tuner<T | TypesOf<B>>;
  /** Reads, checks and resolves a configuration. @throws ConfigurationError, BackendError */
  loadConfig: LoadConfig<T>;
  /** Looks at every row of a data set, without Python. @see {@link inspectDataset} @throws DatasetError */
  inspectDataset: typeof inspectDataset;
  /**
   * The first rows of a configuration's data set as its trainer would train on them: their exact tokens, which of them
   * are learned and which are cut, and what a training would say of the rows before its first step. The trainer's own
   * code answers, in a process of its own: of the model only the tokenizer is read, and no device is used.
   * @throws DatasetError, EnvironmentError `ENVIRONMENT_NOT_READY`, BackendError `BACKEND_INVALID` (it has no preview),
   * RunError `ABORTED`, and what a training would fail with while it reads its rows
   */
  previewDataset<S>(config: TrainingConfig<S>, options?: PreviewOptions): Promise<DatasetPreview>;
  /**
   * Says what a training will need and take, and what would make it fit: memory by part, disk, steps, time, warnings,
   * suggestions. Starts nothing, changes nothing, needs no Python; what is wrong is a warning of the plan.
   * @see docs/plan.md
   * @throws DatasetError `DATASET_NOT_SET`, `ABORTED`; ConfigurationError `CONFIG_INVALID` for an option
   */
  plan<S>(config: TrainingConfig<S>, options?: PlanOptions): Promise<TrainingPlan>;
  /**
   * Measures two steps of the longest rows with the trainer's own code, in a process of its own that saves nothing, and
   * corrects the plan: peak memory net of the imports, time per step. Needs the environment, and the device for itself.
   * @throws DatasetError, EnvironmentError `ENVIRONMENT_NOT_READY`, BackendError `BACKEND_INVALID` (it has no probe),
   * RunError `ABORTED`, and what a training would fail with: `OUT_OF_MEMORY` too
   */
  probe<S>(config: TrainingConfig<S>, options?: ProbeOptions): Promise<StepProbe>;
  /**
   * The fastest configuration that fits the memory and learns the same, each change with its reason: other micro-batches
   * of the same steps, activations kept or computed again. What changes the result is touched only where `allow` says so.
   * @throws ConfigurationError `CONFIG_UNSUPPORTED` where the model or the memory is not known, and what `probe` throws
   */
  autofit<S>(config: TrainingConfig<S>, options?: AutofitOptions): Promise<Autofit<S>>;
  /** Builds the managed Python environment of a back end, or finds it ready. @throws EnvironmentError */
  ensureEnvironment(backend: T['name'], options?: EnsureEnvironmentOptions): Promise<ReadyEnvironment>;
  /**
   * Looks for what would stand against training here, within 5 seconds: Python, packages, GPU, disk, network. What it
   * finds is its report, with the command that helps; `formatDoctor` makes text of it.
   * @throws BackendError `BACKEND_UNKNOWN`; EnvironmentError `ABORTED`
   */
  doctor(options?: DoctorOptions): Promise<DoctorReport>;
  /**
   * Records a run and starts it; resolves when it is on disk and its supervisor has answered.
   * @throws DatasetError, EnvironmentError, BackendError, RunError. A training that fails later is a result.
   */
  train<S>(config: TrainingConfig<S>, options?: TrainOptions): Promise<RunHandle>;
  /**
   * Stops and saves the attached runs that this tuner started and waits for them, or lets them go on without this
   * program (`detach`). Detached ones go on in any case. Further runs are refused with `CLOSED`.
   */
  close(options?: { readonly runs?: 'stop' | 'detach' }): Promise<void>;
}
