import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withBuildLock } from '../../src/environment/build-lock.ts';
import { PYTHON } from '../support/fixture-run.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tuner-lock-')), 'environment');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const options = (changes: object = {}) => ({ python: PYTHON, onWait: () => undefined, ...changes });

describe('the lock of a build', () => {
  it('lets one work at a time, and says that another waits', async () => {
    let working = 0;
    let waits = 0;
    const work = async () => {
      working += 1;
      expect(working).toBe(1);
      await sleep(300);
      working -= 1;
      return 'done';
    };
    const both = [1, 2].map(() => withBuildLock(folder, options({ onWait: () => (waits += 1) }), work));
    expect(await Promise.all(both)).toEqual(['done', 'done']);
    expect(waits).toBe(1);
  });

  it('is free again when its work failed', async () => {
    const failing = withBuildLock(folder, options(), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await withBuildLock(folder, options(), async () => 'next')).toBe('next');
  });

  it('is free again when the program that held it was killed', async () => {
    const program = `
      import { withBuildLock } from ${JSON.stringify(new URL('../../src/environment/build-lock.ts', import.meta.url).href)};
      await withBuildLock(${JSON.stringify(folder)}, { python: ${JSON.stringify(PYTHON)}, onWait() {} }, () => new Promise(() => console.log('held')));`;
    const other = spawn(process.execPath, ['--conditions=@tuner/source', '--input-type=module', '-e', program]);
    await new Promise((resolve) => other.stdout.once('data', resolve));
    let waited = false;
    const onWait = () => {
      waited = true;
      other.kill('SIGKILL');
    };
    expect(await withBuildLock(folder, options({ onWait }), async () => 'taken over')).toBe('taken over');
    expect(waited).toBe(true);
  });

  it('is not waited for after an abort', async () => {
    const waiting = withBuildLock(folder, options(), async () => {
      const controller = new AbortController();
      const onWait = () => controller.abort();
      const second = withBuildLock(folder, options({ signal: controller.signal, onWait }), async () => 'never');
      await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
      return 'first';
    });
    expect(await waiting).toBe('first');
  });

  it('says which file cannot be locked', async () => {
    const nowhere = join(folder, 'not', 'there');
    await expect(withBuildLock(nowhere, options(), async () => 'never')).rejects.toMatchObject({
      code: 'ENVIRONMENT_INSTALL_FAILED', message: expect.stringContaining(`${nowhere}.lock`),
    });
  });
});
