import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPythons } from '../../src/environment/find-python.ts';
import { fakeProgram, fakePython } from '../support/fake-python.ts';

const VERSIONS = ['3.12', '3.13', '3.11'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tuner-python-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A machine whose PATH is the given folders, and that has nothing else. */
function machine(path: readonly string[], env: NodeJS.ProcessEnv = {}, folders: readonly string[] = []) {
  return { platform: 'linux' as const, env: { PATH: path.join(':'), ...env }, home: folder, folders };
}

describe.skipIf(process.platform === 'win32')('findPythons', () => {
  it('takes the version that the packages like best, not the newest or the first', async () => {
    fakePython(folder, 'python3', { version: [3, 13, 1] });
    const best = fakePython(folder, 'python3.12');
    const found = await findPythons(VERSIONS, { places: machine([folder]) });
    expect(found.map(({ minor }) => minor)).toEqual(['3.12', '3.13']);
    expect(found[0]).toEqual({ path: best, version: '3.12.4', minor: '3.12' });
  });

  it('believes what runs, not the name', async () => {
    fakePython(folder, 'python3.12', { version: [3, 9, 18] });
    fakePython(folder, 'python3', { version: [3, 11, 2] });
    const [python] = await findPythons(VERSIONS, { places: machine([folder]) });
    expect(python.version).toBe('3.11.2');
  });

  it('gives the interpreter behind a shim', async () => {
    fakePython(folder, 'python3', { executable: '/opt/real/bin/python3.12' });
    const [python] = await findPythons(VERSIONS, { places: machine([folder]) });
    expect(python.path).toBe('/opt/real/bin/python3.12');
  });

  it('looks into the folders of installers when the PATH has none', async () => {
    const installed = fakePython(join(folder, 'installed'), 'python3.13', { version: [3, 13, 0] });
    const [python] = await findPythons(VERSIONS, { places: machine([], {}, [join(folder, 'installed')]) });
    expect(python.path).toBe(installed);
  });

  it('takes the one named, and TUNER_PYTHON, before a better version', async () => {
    fakePython(folder, 'python3.12');
    const other = fakePython(join(folder, 'other'), 'mine', { version: [3, 11, 9] });
    const named = await findPythons(VERSIONS, { pythonPath: other, places: machine([folder]) });
    const preferred = await findPythons(VERSIONS, { places: machine([folder], { TUNER_PYTHON: other }) });
    expect([named[0].path, preferred[0].path]).toEqual([other, other]);
  });

  it('refuses an unusable one that was named instead of taking another', async () => {
    fakePython(folder, 'python3.12');
    const old = fakePython(folder, 'old', { version: [3, 8, 1] });
    await expect(findPythons(VERSIONS, { pythonPath: old, places: machine([folder]) })).rejects.toMatchObject({
      name: 'EnvironmentError', code: 'PYTHON_UNUSABLE', message: expect.stringContaining(`${old} (is Python 3.8.1)`),
    });
  });

  it('says what was tried and why each was refused when none is usable', async () => {
    fakeProgram(folder, 'python3', 'echo "no such version" >&2; exit 127');
    fakeProgram(folder, 'python', 'echo hello');
    fakeProgram(folder, 'python3.13', 'kill -SEGV $$');
    fakeProgram(folder, 'python3.11', 'sleep 30');
    fakePython(folder, 'python3.12', { venv: false });
    const search = findPythons(VERSIONS, { places: machine([folder]), timeoutMs: 1000 });
    const error = await search.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PYTHON_NOT_FOUND', hint: expect.stringContaining('TUNER_PYTHON') });
    const { tried } = (error as { details: { tried: { candidate: string; reason: string }[] } }).details;
    expect(Object.fromEntries(tried.map(({ candidate, reason }) => [candidate.slice(folder.length + 1), reason]))).toEqual({
      python3: 'fails: no such version',
      python: 'does not answer like Python',
      'python3.13': 'fails when it is started',
      'python3.11': 'gave no answer within 1 s',
      'python3.12': 'Python 3.12.4 lacks the venv module: sudo apt install python3.12-venv',
    });
  });

  it.each([
    ['a 32-bit Python', { bits: 32 }, 'is a 32-bit Python'],
    ['PyPy', { implementation: 'pypy' }, 'is pypy, which the packages do not support'],
    ['a free-threaded build', { freeThreaded: true }, 'is a free-threaded build of Python 3.12.4'],
  ])('refuses %s', async (_what, facts, reason) => {
    const candidate = fakePython(folder, 'python3', facts);
    const search = findPythons(VERSIONS, { places: machine([folder]) });
    await expect(search).rejects.toMatchObject({ details: { tried: [{ candidate, reason }] } });
  });

  it('says so in one sentence when there is no Python at all', async () => {
    await expect(findPythons(VERSIONS, { places: machine([]) })).rejects.toThrow(
      'No usable Python 3.11, 3.12 or 3.13: none was found on the PATH or in the usual folders.',
    );
  });

  it('can be aborted', async () => {
    fakeProgram(folder, 'python3', 'sleep 30');
    const search = findPythons(VERSIONS, { places: machine([folder]), signal: AbortSignal.timeout(100) });
    await expect(search).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
