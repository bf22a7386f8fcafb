import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { processIdentitySchema, type ProcessIdentity } from '../../src/contract/records.ts';
import { livenessOf } from '../../src/process/identity.ts';
import { ask, prepareFixture, PYTHON, readJson, start, untilExists } from '../support/fixture-run.ts';

describe('the identity that the supervisor writes', () => {
  let supervisor: ProcessIdentity;
  let trainer: ProcessIdentity;
  beforeAll(async () => {
    const run = prepareFixture('stops_and_saves');
    const { ended } = await start(run);
    supervisor = processIdentitySchema.parse(readJson(run.paths.supervisor));
    trainer = processIdentitySchema.parse(readJson(run.paths.process));
    expect([await livenessOf(supervisor), await livenessOf(trainer)]).toEqual(['alive', 'alive']);
    await checkForeign(trainer);
    ask(run, 'stop');
    await untilExists(run.paths.result);
    await ended;
  });

  /** While the process lives, every difference counts. */
  async function checkForeign(identity: ProcessIdentity): Promise<void> {
    expect(await livenessOf({ ...identity, startTime: '1' })).toBe(identity.startTime === null ? 'alive' : 'gone');
    if (process.platform !== 'linux') return;
    expect(await livenessOf({ ...identity, bootId: 'before-the-reboot' })).toBe('gone');
    expect(await livenessOf({ ...identity, pidNamespace: 'pid:[1]' })).toBe('unknown');
    if (identity.machineId === null) return;
    expect(await livenessOf({ ...identity, machineId: 'another', bootId: 'another' })).toBe('unknown');
  }

  test('is gone with its process', async () => {
    expect([await livenessOf(supervisor), await livenessOf(trainer)]).toEqual(['gone', 'gone']);
  });
});

test.skipIf(process.platform !== 'linux')('a zombie is gone', async () => {
  // Its parent never asks how it ended.
  const code = 'import os, time\npid = os.fork()\nif pid == 0: os._exit(0)\nprint(pid, flush=True)\ntime.sleep(60)';
  const parent = spawn(PYTHON, ['-c', code]);
  const [output] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(output.toString());
  const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  while (stat()[0] !== 'Z') await new Promise(setImmediate);
  const identity = { formatVersion: '1.0', pid, startTime: stat()[19] ?? null, startedAt: new Date().toISOString() };
  expect(await livenessOf({ ...identity, bootId: null, machineId: null, pidNamespace: null })).toBe('gone');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
});
