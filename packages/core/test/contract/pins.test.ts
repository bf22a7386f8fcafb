import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as contract from '../../src/contract/index.ts';
import * as configKeys from '../../src/config/keys/index.ts';
import * as core from '../../src/index.ts';
import * as testing from '../../src/testing/index.ts';

// A red pin asks: is this deliberate? Then change the pin and add a changeset.
describe('public surface', () => {
  test('event types', () => {
    expect(contract.RUN_EVENT_TYPES).toEqual([
      'run.created', 'run.queued', 'run.started', 'run.stopping', 'run.stalled', 'run.recovered', 'run.ended',
      'attempt.started', 'attempt.ended', 'phase', 'progress', 'metrics', 'evaluation', 'checkpoint.saved',
      'checkpoint.removed', 'sample', 'health', 'warning', 'unreadable', 'unknown',
    ]);
  });
  test('statuses', () => {
    expect([...contract.ACTIVE_STATUSES, ...contract.TERMINAL_STATUSES]).toEqual([
      'created', 'queued', 'starting', 'running', 'stopping', 'succeeded', 'failed', 'stopped', 'cancelled', 'lost',
    ]);
  });
  test('exports of @tuner/core/config-keys', () => {
    expect(Object.keys(configKeys).sort()).toEqual([
      'bestModelKeys', 'betaKey', 'evaluationConflicts', 'gradientCheckpointingKey', 'healthKeys', 'intervalKeys',
      'ktoLossKey', 'lengthKeys', 'lossOnKey',
      'optimizationKeys', 'optionalText', 'rowKeys', 'rowLengthKey', 'sampleKeys', 'targetModulesKey',
      'trustRemoteCodeKey', 'useDoraKey',
    ]);
  });
  test('exports of @tuner/core/testing', () => {
    expect(Object.keys(testing).sort()).toEqual(['backendContract', 'fakeBackend', 'fakeExecutor', 'fakeTraining']);
  });
  test('exports of @tuner/core', () => {
    expect(Object.keys(core).sort()).toEqual([
      'ACTIVE_STATUSES', 'BACKEND_CONTRACT_VERSION', 'BackendError', 'ConfigurationError', 'DATASET_ISSUE_CODES',
      'DOCTOR_CODES', 'DatasetError',
      'ERROR_CODES', 'EnvironmentError', 'FORMAT_VERSION', 'LAUNCH_VERSION', 'LocalExecutor', 'NO_PROGRESS',
      'PLAN_WARNING_CODES',
      'RESULT_CHANGES', 'RUN_EVENT_TYPES', 'RunError', 'TERMINAL_STATUSES', 'TrainingBackend', 'TunerError',
      'VERSION', 'WIRE_VERSION', 'convertDataset', 'createBackendRegistry', 'createTuner', 'datasetOf',
      'decideObjective', 'defineBackend', 'errorFromJson', 'formatDoctor', 'formatPlan',
      'formatPreview', 'inspectDataset', 'isErrorCode', 'isTerminal', 'isTunerError', 'openAssets', 'openRun', 'openTrainers', 'overrideConfig',
      'readConfig', 'reduceProgress', 'splitDataset', 'trainerLaunchSpec', 'trainerSmokeTest', 'unknownMethod', 'writeDataset',
    ]);
  });
  test('@tuner/core exports the whole contract but its schemas, which would load zod', () => {
    const schemas = Object.keys(contract).filter((name) => name.endsWith('Schema') || name === 'FILE_ROLES');
    expect(Object.keys(contract).filter((name) => !(name in core)).sort()).toEqual(schemas.sort());
  });
  test('the version is that of package.json', () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(core.VERSION).toBe(version);
  });
});

test('a status of a newer version does not count as ended', () => {
  expect(contract.isTerminal('succeeded')).toBe(true);
  expect(contract.isTerminal('running')).toBe(false);
  expect(contract.isTerminal('paused-by-2.0')).toBe(false);
});
