import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { openRun } from '../../src/index.ts';
import { isRoot } from '../support/abilities.ts';
import { fakeProgram } from '../support/fake-python.ts';
import { faultTuner } from '../support/fault-tuner.ts';
import { PYTHON } from '../support/fixture-run.ts';
import { spawnFaultHost } from '../support/spawn-fault-host.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { mountMemory } from '../support/with-mount.ts';

const NOBODY = 65_534;

describe.concurrent('a start that fails', () => {
  const bad: Record<string, (folder: string) => string> = {
    '1 a Python that is not there': () => '/nowhere/python',
    '2 a Python that may not be executed': (folder) => {
      const path = join(folder, 'python');
      writeFileSync(path, '');
      chmodSync(path, 0o000);
      return path;
    },
    '2 a Python that is a text': (folder) => {
      const path = join(folder, 'python');
      writeFileSync(path, 'I am no program.\n', { mode: 0o755 });
      return path;
    },
    '40 no more open files': (folder) => fakeProgram(folder, 'python', `ulimit -n 7; exec ${PYTHON} "$@"`),
  };

  test.for(Object.keys(bad))('%s: says so, and the run has failed, not begun', async (fault, { expect }) => {
    const { tuner, train } = faultTuner();
    const pythonPath = bad[fault]!(temporaryFolder());
    const said = fault.startsWith('40') ? { retryable: true } : { message: expect.stringContaining(pythonPath) };
    await expect(train('stops_and_saves', { pythonPath, preflight: 'off' })).rejects.toMatchObject({ code: 'START_FAILED', ...said });
    const [run, ...others] = await tuner.runs.list();
    expect([run?.status, others]).toEqual(['failed', []]);
    const types = (await Array.fromAsync((await openRun(run!.directory)).events())).map(({ type }) => type);
    expect(types).toEqual(['run.created', 'run.ended']);
  });

  test('33 a home that is a file: says so, and nothing else', async ({ expect }) => {
    const file = join(temporaryFolder(), 'home');
    writeFileSync(file, '');
    const { train } = faultTuner(temporaryFolder(), file);
    const expected = { code: 'HOME_NOT_WRITABLE', message: expect.stringContaining(file) };
    await expect(train('succeeds_with_output')).rejects.toMatchObject(expected);
  });

  test('33 a home that is read-only: says so', async ({ expect, skip }) => {
    skip(!isRoot, 'only root can mount');
    const home = mountMemory('ro,size=1m');
    const { train } = faultTuner(temporaryFolder(), home);
    await expect(train('succeeds_with_output')).rejects.toMatchObject({ code: 'HOME_NOT_WRITABLE' });
  });

  test('33 a home of another user: says so', async ({ expect, skip }) => {
    skip(!isRoot, 'only root can become another user');
    const look = `require('fs').readFileSync('${import.meta.filename}')`;
    skip(spawnSync(process.execPath, ['-e', look], { uid: NOBODY }).status !== 0, 'another user may not read this checkout');
    const home = temporaryFolder();
    mkdirSync(join(home, 'runs'));
    writeFileSync(join(home, 'rows.jsonl'), '');
    chmodSync(join(home, 'rows.jsonl'), 0o666);
    chmodSync(home, 0o755);
    const host = await spawnFaultHost(home, 'succeeds_with_output', { uid: NOBODY });
    expect(await host.line()).toMatch(/^HOME_NOT_WRITABLE: /);
    expect(readdirSync(join(home, 'runs'))).toEqual([]);
  });

  test('32 a disk that is full: says so, leaves nothing; the runs before it are whole', async ({ expect, skip }) => {
    skip(!isRoot, 'only root can mount');
    const home = mountMemory('size=256k');
    const { tuner, train } = faultTuner(temporaryFolder(), home);
    const before = await train('succeeds_with_output');
    await before.result;
    expect(() => { for (;;) writeFileSync(join(home, 'filler'), 'x'.repeat(1000), { flag: 'a' }); }).toThrow('ENOSPC');
    await expect(train('succeeds_with_output')).rejects.toMatchObject({ code: 'DISK_FULL', retryable: true });
    expect(readdirSync(join(home, 'runs'))).toEqual([before.id]);
    expect((await tuner.runs.get(before.id)).status).toBe('succeeded');
  });
});
