import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPython } from '../../src/environment/check-python.ts';
import { knownFolders, pythonCandidates } from '../../src/environment/python-candidates.ts';
import { fakeProgram } from '../support/fake-python.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tuner-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('where Python is looked for', () => {
  it('Windows: the folders of its installer', () => {
    const env = { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local', ProgramFiles: 'C:\\Program Files' };
    expect(knownFolders(['3.12', '3.11'], { platform: 'win32', env, home })).toEqual([
      'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python312', 'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\Python311',
      'C:\\Program Files\\Python312', 'C:\\Program Files\\Python311',
    ]);
  });

  it('macOS: Homebrew on both processors and the installer of python.org', () => {
    expect(knownFolders(['3.12'], { platform: 'darwin', env: {}, home })).toEqual([
      '/opt/homebrew/bin', '/usr/local/bin', '/Library/Frameworks/Python.framework/Versions/3.12/bin',
    ]);
  });

  it('pyenv: the versions that fit, wherever it lives', () => {
    for (const version of ['3.12.1', '3.6.15', '3.11.7']) mkdirSync(join(home, 'versions', version), { recursive: true });
    const folders = knownFolders(['3.12', '3.11'], { platform: 'linux', env: { PYENV_ROOT: home }, home: '/nowhere' });
    expect(folders).toContain(join(home, 'versions', '3.12.1', 'bin'));
    expect(folders).toContain(join(home, 'versions', '3.11.7', 'bin'));
    expect(folders.join()).not.toContain('3.6.15');
  });
});

describe.skipIf(process.platform === 'win32')('candidates', () => {
  it('are programs that are there, each once, by name and then by folder', () => {
    const file = fakeProgram(home, 'python3', 'true');
    writeFileSync(join(home, 'python'), 'no program');
    const env = { PATH: `${home}:/does/not/exist:${home}` };
    expect(pythonCandidates(['3.12'], { platform: 'linux', env, home, folders: [] })).toEqual([
      { file, args: [], refused: undefined },
    ]);
  });

  it("do not start Apple's stub, which would open a dialog", async () => {
    const witness = join(home, 'started');
    const file = fakeProgram(home, 'python3', `touch ${witness}`);
    const check = await checkPython({ file, args: [], refused: "Apple's stub for Xcode" }, ['3.12'], { timeoutMs: 5000 });
    expect(check).toEqual({ candidate: file, reason: "Apple's stub for Xcode" });
    expect(() => rmSync(witness)).toThrow('ENOENT');
  });
});
