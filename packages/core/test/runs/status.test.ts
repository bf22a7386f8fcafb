import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AttemptProcesses } from '../../src/contract/executor.ts';
import { attemptState } from '../../src/runs/run-status.ts';
import { attemptPaths } from '../../src/runs/run-paths.ts';
import { fakeExecutor } from '../../src/testing/index.ts';
import { writeIdentity } from '../support/fake-home.ts';
import { temporaryFolder } from '../support/temporary.ts';

const ALL = { supervisor: 'alive', trainer: 'alive' } as const;
const ORPHAN = { supervisor: 'gone', trainer: 'alive' } as const;
const NOBODY = { supervisor: 'gone', trainer: 'gone' } as const;
const ELSEWHERE = { supervisor: 'unknown', trainer: 'unknown' } as const;

/** The state of an attempt with these files, when its processes look like this; `meanwhile` happens during that look. */
async function stateOf(files: readonly string[], processes: AttemptProcesses, meanwhile?: (folder: string) => void) {
  const directory = temporaryFolder();
  const { folder } = attemptPaths(directory, 1);
  mkdirSync(folder, { recursive: true });
  for (const file of files) writeIdentity(join(folder, `${file}.json`), { pid: process.pid });
  const inspect = async () => {
    meanwhile?.(folder);
    return processes;
  };
  return attemptState({ ...fakeExecutor(), inspect }, directory, 1);
}

function writeResult(folder: string): void {
  const result = { formatVersion: '1.0', status: 'succeeded', endedAt: new Date().toISOString(), code: 0, signal: null, ack: null };
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
}

const here = { observed: 'here', isAbandoned: false };
const abandoned = { observed: 'here', isAbandoned: true };
const elsewhere = { observed: 'elsewhere', isAbandoned: false };

describe('the status of an attempt follows from its files and processes', () => {
  test.each([
    [['host'], NOBODY, 'created', here],
    [['supervisor'], ALL, 'starting', here],
    [['supervisor', 'queued'], ALL, 'queued', here],
    [['supervisor', 'queued', 'process'], ALL, 'running', here],
    [['supervisor', 'queued', 'stop'], ALL, 'stopping', here],
    [['supervisor', 'process', 'cancel'], ALL, 'stopping', here],
    [['supervisor', 'process'], ORPHAN, 'running', abandoned],
    [['supervisor', 'process', 'stop'], ORPHAN, 'stopping', abandoned],
    [['supervisor', 'process'], NOBODY, 'lost', abandoned],
    [['supervisor', 'queued'], NOBODY, 'lost', abandoned],
    [['supervisor', 'process'], ELSEWHERE, 'running', elsewhere],
    [['supervisor', 'process'], { supervisor: 'gone', trainer: 'unknown' }, 'running', elsewhere],
    [['supervisor', 'queued'], ELSEWHERE, 'queued', elsewhere],
  ] as const)('%j, %j: %s', async (files, processes, status, rest) => {
    expect(await stateOf(files, processes)).toEqual({ status, ...rest });
  });

  test('a host that is gone starts nothing any more', async () => {
    const died = (folder: string) => writeIdentity(join(folder, 'host.json'));
    expect(await stateOf([], NOBODY, died)).toEqual({ status: 'created', ...abandoned });
  });

  test('a result that comes while the processes are looked at counts: it is not lost', async () => {
    expect(await stateOf(['supervisor', 'process'], NOBODY, writeResult)).toEqual({ status: 'succeeded', ...here });
  });

  test('a supervisor that comes while they are looked at is not lost either', async () => {
    const begins = (folder: string) => writeIdentity(join(folder, 'supervisor.json'), { pid: process.pid });
    expect(await stateOf(['host'], NOBODY, begins)).toEqual({ status: 'created', ...here });
  });
});
