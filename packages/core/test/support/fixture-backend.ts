import { join, resolve } from 'node:path';
import { defineBackend, type ITrainingBackend } from '../../src/index.ts';

/** A back end whose methods are the fixture programs in a folder; some wait until the file `release` is there. */
export function fixtureBackend(fixtures: string, release = ''): ITrainingBackend {
  return defineBackend({
    name: 'fixture',
    getAvailableMethods: () => ['any'],
    loadConfig: async (method, { datasetFile = '' } = {}) => Object.freeze({
      method, platform: 'fixture', configPath: resolve('config.yaml'), trainerDir: fixtures, modelName: 'fixture', datasetFile,
      epochs: 1, batchSize: 1, learningRate: 1, objective: 'sft', settings: { release }, warnings: [],
    }),
    environment: () => ({ name: 'fixture', requirements: '', pythonVersions: ['3.12'], probe: { script: 'probe.py', args: [] } }),
    createLaunchSpec: (config) => ({
      script: join(fixtures, `${config.method}.py`), args: [{ role: 'launch' }], env: { PYTHONDONTWRITEBYTECODE: '1' },
      workingDirectory: fixtures, document: config.settings, inputs: { data: config.datasetFile ?? '' }, devices: [],
      requiredOutputs: [[{ role: 'model', path: 'weights' }]], assetsHash: 'fixture',
    }),
  });
}
