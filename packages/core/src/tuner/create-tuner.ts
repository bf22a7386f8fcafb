import { createBackendRegistry, type BackendRegistry } from '../backend/registry.ts';
import type { BackendTypes, ITrainingBackend } from '../contract/backend.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DatasetPreview } from '../contract/dataset-preview.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import type { ReadyEnvironment } from '../contract/environment.ts';
import type { EnsureEnvironmentOptions, Executor } from '../contract/executor.ts';
import { inspectDataset } from '../dataset/inspect-dataset.ts';
import type { PreviewOptions } from '../dataset/preview/preview-options.ts';
import type { DoctorOptions } from '../doctor/run-doctor.ts';
import { createEnvironments, type Environments } from '../environment/managed/environments.ts';
import type { Autofit, AutofitOptions } from '../plan/autofit/autofit-options.ts';
import type { PlanOptions } from '../plan/plan-options.ts';
import type { ProbeOptions, StepProbe } from '../plan/probe/step-probe.ts';
import type { TrainingPlan } from '../plan/training-plan.ts';
import { checkOptions } from '../options/check-options.ts';
import { LocalExecutor } from '../process/local-executor.ts';
import { resolveHome } from '../runs/home.ts';
import type { RunHandle } from '../runs/run-handle.ts';
import { createRuns, type Runs } from '../runs/runs.ts';
import { StartedRuns } from '../runs/started-runs.ts';
import type { TrainOptions } from '../runs/start/train-options.ts';
import type { LoadConfig, TypesOf, TypesOfAll } from './tuner-types.ts';
import type { Tuner, TunerOptions } from './tuner.ts';

/** Makes a tuner with the given back ends. */
export function createTuner<const B extends readonly ITrainingBackend[] = readonly []>(
  options: TunerOptions<B> = {},
): Tuner<[B[number]] extends [never] ? BackendTypes : TypesOfAll<B>> {
  const home = resolveHome(options.home);
  const executor = options.executor ?? new LocalExecutor({ home });
  const registry = options.registry ?? createBackendRegistry(options.backends);
  return new ComposedTuner(home, registry, executor) as never;
}

class ComposedTuner implements Tuner {
  readonly home: string;
  readonly backends: BackendRegistry;
  readonly runs: Runs;
  readonly environments: Environments;
  readonly #executor: Executor;
  readonly #started = new StartedRuns();

  constructor(home: string, backends: BackendRegistry, executor: Executor) {
    this.home = home;
    this.backends = backends;
    this.#executor = executor;
    this.environments = createEnvironments(home, executor);
    this.runs = createRuns({ home, executor, backends, started: this.#started });
  }

  with<B extends ITrainingBackend>(backend: B): Tuner<BackendTypes | TypesOf<B>> {
    this.backends.register(backend);
    return this as never;
  }

  readonly loadConfig = (async (name: string, method: string, overrides?: object) =>
    this.backends.get(name).loadConfig(method, overrides)) as LoadConfig<BackendTypes>;

  readonly inspectDataset = inspectDataset;

  async previewDataset<S>(config: TrainingConfig<S>, options?: PreviewOptions): Promise<DatasetPreview> {
    const { previewDataset } = await import('../dataset/preview/preview-dataset.ts');
    return previewDataset(this.#context(config), config as TrainingConfig, options);
  }

  async plan<S>(config: TrainingConfig<S>, options?: PlanOptions): Promise<TrainingPlan> {
    const { planTraining } = await import('../plan/plan-training.ts');
    return planTraining(this.#context(config), config as TrainingConfig, options);
  }

  async probe<S>(config: TrainingConfig<S>, options?: ProbeOptions): Promise<StepProbe> {
    const { probeTraining } = await import('../plan/probe/probe-training.ts');
    return probeTraining(this.#context(config), config as TrainingConfig, options);
  }

  async autofit<S>(config: TrainingConfig<S>, options?: AutofitOptions): Promise<Autofit<S>> {
    const { fitTraining } = await import('../plan/autofit/fit-training.ts');
    return (await fitTraining(this.#context(config), config as TrainingConfig, options)) as Autofit<S>;
  }

  async ensureEnvironment(name: string, options?: EnsureEnvironmentOptions): Promise<ReadyEnvironment> {
    return this.#executor.ensureEnvironment(await this.backends.get(name).environment(), options);
  }

  async doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
    const { DOCTOR_OPTIONS, runDoctor } = await import('../doctor/run-doctor.ts');
    checkOptions('doctor', DOCTOR_OPTIONS, options);
    const name = options.backend ?? options.config?.platform;
    const names = name === undefined ? this.backends.list() : [name];
    return runDoctor(this.home, names.map((each) => this.backends.get(each)), options);
  }

  train<S>(config: TrainingConfig<S>, options?: TrainOptions): Promise<RunHandle> {
    return this.#started.add(async () => {
      // Loaded when it is first needed, so that importing the package stays fast.
      const { startRun } = await import('../runs/start/start-run.ts');
      return startRun(this.#context(config), config as TrainingConfig, options);
    });
  }

  #context({ platform }: { readonly platform: string }) {
    return { home: this.home, executor: this.#executor, backend: this.backends.get(platform) };
  }

  close({ runs = 'stop' }: { readonly runs?: 'stop' | 'detach' } = {}): Promise<void> {
    return this.#started.close(runs);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
