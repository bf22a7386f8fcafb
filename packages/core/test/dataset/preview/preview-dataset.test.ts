import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createTuner, defineBackend, type JsonObject, type PreviewOptions } from '../../../src/index.ts';
import { fakeBackend } from '../../../src/testing/index.ts';
import { chat, rowsFile } from '../../support/rows-file.ts';

const home = mkdtempSync(join(tmpdir(), 'tuner-preview-'));
const datasetFile = rowsFile([chat('Hi', 'Hello')]);
const PREVIEW = {
  file: datasetFile, model: 'm', method: 'sft', maxLength: 8, lossOn: 'assistant', rows: [], findings: [],
  checked: { rows: 1, used: 1, isWholeFile: true, tokens: 2, supervised: 1 },
};
/** What a trainer was asked with. */
interface Asked {
  readonly argv: readonly string[];
  readonly launch: JsonObject & { readonly files: Readonly<Record<string, string>> };
}
afterEach(() => vi.unstubAllEnvs());

/** A back end whose trainer is this JavaScript: it has `argv`, and `answer(value)` writes the answer. */
function tunerWith(script: string, preview: string[] | undefined = ['--launch', 'LAUNCH', '--preview']) {
  const path = join(mkdtempSync(join(tmpdir(), 'tuner-trainer-')), 'train.mjs');
  writeFileSync(path, `import { readFileSync, writeFileSync } from 'node:fs';
    const argv = process.argv.slice(2);
    const launch = argv[1] && JSON.parse(readFileSync(argv[1], 'utf8'));
    const answer = (value) => writeFileSync(launch.files.requests + '/preview.json', JSON.stringify(value));
    ${script}`);
  const fake = fakeBackend();
  const args = preview?.map((arg) => (arg === 'LAUNCH' ? { role: 'launch' as const } : arg));
  const backend = defineBackend({
    name: 'fake', getAvailableMethods: () => ['sft'], loadConfig: (method, overrides) => fake.loadConfig(method, overrides),
    environment: (config) => fake.environment(config),
    createLaunchSpec: async (config) => ({ ...(await fake.createLaunchSpec(config)), script: path, ...(args ? { preview: args } : {}) }),
  });
  const tuner = createTuner({ backends: [backend], home });
  return async (options: PreviewOptions = {}) =>
    tuner.previewDataset(await tuner.loadConfig('fake', 'sft', { datasetFile }), { pythonPath: process.execPath, ...options });
}

test('the trainer is asked with a launch document that names no run, and its answer is given as it is', async () => {
  const asked = join(home, 'asked.json');
  const preview = tunerWith(`writeFileSync(${JSON.stringify(asked)}, JSON.stringify({ argv, launch }));
    answer({ preview: { ...${JSON.stringify(PREVIEW)}, maxLength: Number(argv[3]) } });`);
  expect(await preview({ rows: 3 })).toEqual({ ...PREVIEW, maxLength: 3 });
  const { launch, argv } = JSON.parse(readFileSync(asked, 'utf8')) as Asked;
  expect(argv.slice(2)).toEqual(['--preview', '3']);
  expect(launch).toMatchObject({ method: 'sft', config: { model_name: 'fake-model' } });
  expect(launch.files['data']).toBe(datasetFile);
  for (const role of ['events', 'requests', 'checkpoints', 'model', 'ack']) expect(launch.files[role]).not.toContain(home);
  // Nothing of it is left.
  expect(existsSync(dirname(dirname(dirname(argv[1]!))))).toBe(false);
  expect(readdirSync(home)).toEqual(['asked.json']);
});

test.each([
  ['the trainer\'s own error, with its class', `answer({ error: { name: 'DatasetError', code: 'DATASET_NOT_FOUND', message: 'There is no data file.', hint: 'Look.', details: { path: 'x' } } });
    process.exitCode = 3;`, { name: 'DatasetError', code: 'DATASET_NOT_FOUND', hint: 'Look.', details: { path: 'x' } }],
  ['what its last words mean, when it gives no answer', 'console.error("ModuleNotFoundError: No module named \'trl\'"); process.exit(1);', { code: 'PACKAGE_MISSING' }],
  ['that it ended, when it says nothing', 'process.exit(7);', { code: 'TRAINER_FAILED' }],
  ['where an answer is none', `answer({ preview: { ...${JSON.stringify(PREVIEW)}, maxLength: 'many' } });`, { code: 'TRAINER_FAILED', message: expect.stringContaining('maxLength') }],
  ['that half an answer is none', 'writeFileSync(launch.files.requests + "/preview.json", "{\\"previ");', { code: 'TRAINER_FAILED' }],
])('it tells %s', async (_what, script, error) => {
  await expect(tunerWith(script)()).rejects.toMatchObject(error);
});

test('an aborted signal ends the trainer at once', async () => {
  const aborts = new AbortController();
  const preview = tunerWith('setTimeout(() => undefined, 60_000);')({ signal: aborts.signal });
  setTimeout(() => aborts.abort(), 300);
  await expect(preview).rejects.toMatchObject({ code: 'ABORTED', retryable: true });
  await expect(tunerWith('')({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
}, 20_000);

test.each([0, 1.5, 1001, Number.NaN])('%s rows are refused', async (rows) => {
  await expect(tunerWith('')({ rows })).rejects.toMatchObject({ code: 'DATASET_INVALID', details: { option: 'rows' } });
});

test('without an environment, a Python or a trainer that can be asked it says which', async () => {
  vi.stubEnv('TUNER_PYTHON', '');
  await expect(tunerWith('')({ pythonPath: undefined })).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_READY' });
  await expect(tunerWith('')({ pythonPath: '/no/python' })).rejects.toMatchObject({ code: 'PYTHON_NOT_FOUND' });
  await expect(tunerWith('')({ pythonPath: home })).rejects.toMatchObject({ code: 'PYTHON_UNUSABLE' });
  const fake = createTuner({ backends: [fakeBackend()], home });
  await expect(fake.previewDataset(await fake.loadConfig('fake', 'sft', { datasetFile }))).rejects.toMatchObject({ code: 'BACKEND_INVALID' });
  await expect(fake.previewDataset(await fake.loadConfig('fake', 'sft'))).rejects.toMatchObject({ code: 'DATASET_NOT_SET' });
});
