import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, onTestFinished, test } from 'vitest';
import { isRoot } from '../support/abilities.ts';
import { fakeProgram } from '../support/fake-python.ts';
import { faultTuner, untilTraining } from '../support/fault-tuner.ts';
import { PYTHON } from '../support/fixture-run.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { mountMemory } from '../support/with-mount.ts';

const MEMORY = '/sys/fs/cgroup/memory';

/** A group of processes that may take 60 MB together (cgroups of version 1); removed when the test has ended. */
function smallMemory(): string {
  const group = join(MEMORY, `tuner-test-${process.pid}`);
  mkdirSync(group);
  writeFileSync(join(group, 'memory.limit_in_bytes'), String(60 * 2 ** 20));
  onTestFinished(() => rmdirSync(group));
  return group;
}

describe.concurrent('a machine at its limits', () => {
  test('7 no memory left: the code says so, and the evidence', async ({ expect, skip }) => {
    const canLimit = isRoot && existsSync(join(MEMORY, 'memory.limit_in_bytes'));
    skip(!canLimit, 'only root can limit memory, and here by cgroups of version 1');
    const group = smallMemory();
    const enter = `echo $$ > ${group}/cgroup.procs; exec ${PYTHON} "$@"`;
    const pythonPath = fakeProgram(temporaryFolder(), 'python', enter);
    const run = await faultTuner().train('takes_all_memory', { pythonPath });
    const error = { code: 'OUT_OF_MEMORY', details: { signal: 'SIGKILL' } };
    expect(await run.result).toMatchObject({ status: 'failed', error });
  });

  test('29 silence: said, and ended only where that was asked for', async ({ expect }) => {
    const { train } = faultTuner();
    const run = await train('waits_for_a_file_in_silence', { stallMs: 500, onStall: 'stop' });
    await run.result;
    const events = await Array.fromAsync(run.events());
    expect(events.find(({ type }) => type === 'run.stalled')).toMatchObject({ silentSeconds: expect.any(Number) });
    expect(await run.result).toMatchObject({ status: 'stopped' });
    const patient = await train('waits_for_a_file_in_silence', { stallMs: 500 });
    for await (const { type } of patient.events()) if (type === 'run.stalled') break;
    expect(await patient.status()).toBe('running');
    expect((await patient.stop()).status).toBe('stopped');
  });

  test('31 the disk fills up: failed, the checkpoint before is whole, the run can be resumed', async ({ expect, skip }) => {
    skip(!isRoot, 'only root can mount');
    const home = mountMemory('size=512k');
    const { tuner, train } = faultTuner(temporaryFolder(), home);
    const run = await train('fills_the_disk');
    await untilTraining(run, 'saved');
    const error = { code: 'DISK_FULL' };
    expect(await run.result).toMatchObject({ status: 'failed', error, checkpoints: [{ step: 5 }] });
    // Somebody makes room.
    rmSync(join(run.directory, 'checkpoints', 'checkpoint-6'), { recursive: true });
    execFileSync('mount', ['-o', 'remount,size=4m', home]);
    const resumed = await tuner.runs.resume(run.id);
    expect((await resumed.result).status).toBe('succeeded');
  });
});
