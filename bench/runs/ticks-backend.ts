import { defineBackend, type RunHandle, type TrainingConfig, type Tuner } from '@tuner/core';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('python/train_ticks.py', import.meta.url));
const trainers = fileURLToPath(new URL('../../Trainers', import.meta.url));

/** So many ticks, at most so many a second. */
export type Ticks = {
  readonly ticks: number;
  readonly perSecond: number;
};

/** "Trains" by ticking: what is measured is what is around a trainer. */
export function ticksBackend() {
  return defineBackend<{ readonly name: 'ticks'; readonly methods: { readonly ticks: Ticks } }>({
    name: 'ticks',
    getAvailableMethods: () => ['ticks'],
    loadConfig: async () => ticksConfig({ ticks: 1, perSecond: 1 }),
    environment: () => ({
      name: 'ticks', requirements: '', pythonVersions: ['3.12', '3.13', '3.11'], probe: { script, args: [] },
    }),
    createLaunchSpec: (config) => ({
      script, args: [{ role: 'launch' }], env: { PYTHONPATH: trainers, PYTHONDONTWRITEBYTECODE: '1' },
      workingDirectory: trainers, document: { ...config.settings }, inputs: { data: script }, devices: [],
      requiredOutputs: [[{ role: 'model', path: 'weights' }]], assetsHash: 'ticks',
    }),
  });
}

/** Starts a run of it with the Python on the PATH, whose standard library is enough. */
export function startTicks(tuner: Pick<Tuner, 'train'>, ticks: Ticks): Promise<RunHandle> {
  pythonPath ??= execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  return tuner.train(ticksConfig(ticks), { pythonPath });
}

let pythonPath: string | undefined;

function ticksConfig(settings: Ticks): TrainingConfig<Ticks> {
  return {
    method: 'ticks', platform: 'ticks', configPath: script, trainerDir: trainers, modelName: 'none',
    datasetFile: script, epochs: 1, batchSize: 1, learningRate: 1, objective: 'sft', settings, warnings: [],
  };
}
