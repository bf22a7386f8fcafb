import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { spawnSupervisor } from '../../src/process/spawn-supervisor.ts';
import { prepareFixture, SUPERVISOR } from '../support/fixture-run.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A program that stands in for Python. */
function pretend(script: string): string {
  const path = join(temporaryFolder(), 'python');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
const spawnWith = (python: string) => {
  const { directory } = prepareFixture('succeeds_with_output');
  return spawnSupervisor({ python, supervisor: SUPERVISOR, directory, attempt: 1 });
};

describe.concurrent('a supervisor that cannot start', () => {
  test('because Python is not there', async ({ expect }) => {
    const expected = { code: 'START_FAILED', message: expect.stringContaining('/nowhere/python') };
    await expect(spawnWith('/nowhere/python')).rejects.toMatchObject(expected);
  });
  test.skipIf(process.platform === 'win32')('because Python fails: says its last words', async ({ expect }) => {
    const python = pretend('echo "no module named encodings" >&2; exit 1');
    await expect(spawnWith(python)).rejects.toMatchObject({
      code: 'START_FAILED', message: expect.stringContaining('no module named encodings'), details: { python },
    });
  });
  test.skipIf(process.platform === 'win32')('because Python is something else', async ({ expect }) => {
    await expect(spawnWith(pretend('echo Python 2.7'))).rejects.toMatchObject({ code: 'START_FAILED' });
  });
  test('because the attempt was not prepared', async ({ expect }) => {
    const { directory } = prepareFixture('succeeds_with_output');
    const call = { python: 'python3', supervisor: SUPERVISOR, directory, attempt: 2 };
    const expected = { code: 'START_FAILED', message: expect.stringContaining('launch.json') };
    await expect(spawnSupervisor(call)).rejects.toMatchObject(expected);
  });
});
