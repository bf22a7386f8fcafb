import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PYTHON } from '../support/fixture-run.ts';

test('the modules of the supervisor, on their own', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const flags = ['-B', '-m', 'unittest', 'discover', '--buffer', '-t', folder, '-s', `${folder}unit`];
  const { status, stderr } = spawnSync(PYTHON, flags, { encoding: 'utf8' });
  expect(stderr).toMatch(/\nOK\b/);
  expect(status).toBe(0);
});
