import assert from 'node:assert/strict';
import { isAbsolute, join } from 'node:path';
import { tmpdir } from 'node:os';
import { BACKEND_CONTRACT_VERSION, type ITrainingBackend } from '../contract/backend.ts';
import type { ConfigOverrides, TrainingConfig } from '../contract/config.ts';
import { FILE_ROLES } from '../contract/launch.ts';
import { createBackendRegistry } from '../backend/registry.ts';
import { isTunerError } from '../errors.ts';

/** One named check. */
export interface ContractCheck {
  readonly name: string;
  /** Rejects with what is wrong. */
  run(): Promise<void>;
}

/** What the checks need besides the back end. */
export interface ContractOptions {
  /** Overrides that give each method a configuration that can be launched, with a data set. */
  readonly overrides?: ConfigOverrides;
}

/**
 * The checks that every back end passes, for any test runner:
 * `for (const check of backendContract(make)) test(check.name, check.run)`.
 */
export function backendContract(make: () => ITrainingBackend, options: ContractOptions = {}): ContractCheck[] {
  const overrides = { datasetFile: 'rows.jsonl', ...options.overrides };
  const each = (check: (config: TrainingConfig, backend: ITrainingBackend) => void | Promise<void>) => async () => {
    const backend = make();
    for (const method of backend.getAvailableMethods()) await check(await backend.loadConfig(method, overrides), backend);
  };
  return [
    { name: 'speaks this contract version', run: async () => assert.equal(make().contractVersion, BACKEND_CONTRACT_VERSION) },
    { name: 'can be registered and found by its name', run: async () => registers(make()) },
    { name: 'lists at least one method, each once', run: async () => listsMethods(make()) },
    { name: 'refuses an unknown method with a typed error', run: () => refusesMethod(make()) },
    { name: 'refuses a missing file with a typed error', run: () => refusesFile(make()) },
    { name: 'gives frozen configurations with absolute paths', run: each(isResolved) },
    { name: 'gives configurations that survive JSON', run: each((c) => assert.deepEqual(JSON.parse(JSON.stringify(c)).settings, c.settings)) },
    { name: 'gives a launch spec by role, with absolute paths', run: each(launches) },
    { name: 'says what environment it needs', run: each(saysEnvironment) },
    { name: 'reports an unusable environment instead of throwing', run: () => reportsEnvironment(make()) },
  ];
}

function registers(backend: ITrainingBackend): void {
  assert.equal(createBackendRegistry([backend]).get(backend.name), backend);
}

function listsMethods(backend: ITrainingBackend): void {
  const methods = backend.getAvailableMethods();
  assert.ok(methods.length > 0, 'no methods');
  assert.equal(new Set(methods).size, methods.length);
}

async function refusesMethod(backend: ITrainingBackend): Promise<void> {
  await assert.rejects(async () => backend.loadConfig('no-such-method'), hasCode('METHOD_UNKNOWN'));
}

async function refusesFile(backend: ITrainingBackend): Promise<void> {
  const configPath = join(tmpdir(), 'no-such-folder', 'no-such-file.yaml');
  const method = backend.getAvailableMethods()[0] ?? '';
  await assert.rejects(async () => backend.loadConfig(method, { configPath }), hasCode('CONFIG_NOT_FOUND'));
}

function hasCode(code: string) {
  return (error: unknown) => isTunerError(error) && error.code === code;
}

function isResolved(config: TrainingConfig, backend: ITrainingBackend): void {
  assert.equal(config.platform, backend.name);
  assert.ok(Object.isFrozen(config) && Object.isFrozen(config.settings), 'not frozen');
  for (const path of [config.configPath, config.trainerDir, config.datasetFile ?? '']) assert.ok(isAbsolute(path), path);
  assert.ok(config.epochs > 0 && config.batchSize >= 1 && config.learningRate > 0, 'numbers out of range');
}

async function launches(config: TrainingConfig, backend: ITrainingBackend): Promise<void> {
  const spec = await backend.createLaunchSpec(config);
  for (const path of [spec.script, spec.workingDirectory, spec.inputs.data]) assert.ok(isAbsolute(path), path);
  assert.ok(spec.requiredOutputs.length > 0, 'no required outputs');
  const roles = [...spec.args, ...spec.requiredOutputs.flat()].filter((part) => typeof part !== 'string');
  for (const { role } of roles) assert.ok(FILE_ROLES.includes(role), role);
  assert.deepEqual(JSON.parse(JSON.stringify(spec.document)), spec.document);
}

async function saysEnvironment(config: TrainingConfig, backend: ITrainingBackend): Promise<void> {
  const spec = await backend.environment(config);
  assert.match(spec.name, /^[a-z0-9][a-z0-9-]*$/);
  assert.ok(spec.pythonVersions.length > 0, 'no Python versions');
  assert.ok(isAbsolute(spec.probe.script), spec.probe.script);
}

async function reportsEnvironment(backend: ITrainingBackend): Promise<void> {
  const report = await backend.validateEnvironment({ pythonPath: join(tmpdir(), 'no-such-python') });
  assert.equal(report.isValid, false);
  assert.ok(report.error && report.findings.length > 0, 'no reason given');
}
