import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';
import { expect, test } from 'vitest';

// The programs that the documentation shows, run as a reader would run them: real trainings of the tiny model.
const run = promisify(execFile);
const folder = new URL('../src/snippets/', import.meta.url);

async function output(name: string, ...args: string[]): Promise<string> {
  const program = fileURLToPath(new URL(`${name}.ts`, folder));
  const { stdout } = await run(process.execPath, ['--conditions=@tuner/source', program, ...args]);
  return stdout;
}

test('configurations: overrides, an own file, and what a wrong one is told', async () => {
  const shown = (await output('configure')).replaceAll(fileURLToPath(folder), '');
  expect(shown).toBe(readFileSync(new URL('configure.output.txt', folder), 'utf8'));
});

test('rows are written, and a bad one is told', async () => {
  expect(await output('write-rows')).toBe(readFileSync(new URL('write-rows.output.txt', folder), 'utf8'));
});

test('rows are inspected, split, and not converted where that would lose something', async () => {
  expect(await output('inspect-rows')).toBe(readFileSync(new URL('inspect-rows.output.txt', folder), 'utf8'));
});

test('a plan says what does not fit, and its first suggestion makes it smaller', async () => {
  const lines = (await output('plan')).trim().split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^! MEMORY_SHORT: .* there are 530 MB/));
  expect(lines.at(-1)).toMatch(/^3 \d+$/);
});

test('a row is shown as the loss sees it, under three chat templates', { timeout: 120_000 }, async () => {
  expect(await output('preview-rows')).toBe(readFileSync(new URL('preview-rows.output.txt', folder), 'utf8'));
});

test('the environment: built or found, and what a look at it says', { timeout: 120_000 }, async () => {
  const lines = (await output('check-environment')).split('\n');
  expect(lines).toContain('true undefined');
});

test('the first run answers what it was taught; another process reads it afterwards', { timeout: 240_000 }, async () => {
  const lines = (await output('first-run')).trim().split('\n');
  expect(lines).toContainEqual(expect.stringMatching(/^step 30 {2}What colour is snow\? {2}White\.$/));
  const [status, directory = ''] = (lines.at(-1) ?? '').split(/ (.*)/);
  expect(status).toBe('succeeded');

  const read = await output('watch', directory);
  expect(read).toContain('succeeded\nsucceeded\nbuiltin:tiny\n30 ');
  expect(read).toMatch(/^loss 0\.0\d+$/m);

  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  const { pythonPath } = await tuner.ensureEnvironment('rtx');
  const program = fileURLToPath(new URL('use_model.py', folder));
  const { stdout } = await run(pythonPath, [program, join(directory, 'model')]);
  expect(stdout.trim()).toBe('Green.');
});

test('a run that is stopped keeps a checkpoint, is in the list, and goes on from there', { timeout: 240_000 }, async () => {
  const [ended = '', listed = '', ...others] = (await output('stop')).trim().split('\n');
  const [, step, path] = /^true (\d+) .*checkpoint-(\d+)$/.exec(ended) ?? [];
  expect([step, listed]).toEqual([path, expect.stringMatching(/ stopped builtin:tiny \{ topic: 'colours' \}$/)]);
  expect(others.slice(-2)).toEqual([`goes on from step ${step}, repeats 0`, 'cancelled']);
});

test.each([
  ['sft', 'rows-sft', { rows: 6, used: 6, leftOut: {} }],
  ['kto', 'rows-kto', { rows: 4, used: 4, leftOut: {}, labels: { desirable: 2, undesirable: 2 } }],
  ['sft', 'rows-wrong', { rows: 6, used: 1, undesirable: 1, leftOut: {
    NO_ASSISTANT_TURN: { lines: [1] }, UNKNOWN_ROLE: { lines: [2] }, UNKNOWN_FORMAT: { lines: [3] },
    EMPTY_CONTENT: { lines: [4] },
  } }],
] as const)('%s reads %s as docs/data.md says', { timeout: 240_000 }, async (method, name, expected) => {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  const config = await tuner.loadConfig('rtx', method, {
    modelName: 'builtin:tiny', datasetFile: fileURLToPath(new URL(`${name}.jsonl`, folder)),
    settings: { training: { max_steps: 1 } },
  });
  // Most of the wrong rows cannot be used, which preflight would not let pass.
  const run = await tuner.train(config, { preflight: 'warn' });
  expect((await run.result).status).toBe('succeeded');
  const found = [];
  for await (const event of run.events({ follow: false })) {
    if (event.type === 'phase' && event.details?.['rows'] !== undefined) found.push(event.details);
  }
  expect(found).toEqual([expect.objectContaining({ rows: expected.rows })]);
  expect(found[0]).toMatchObject(expected);
});
