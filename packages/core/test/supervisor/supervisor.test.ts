import { readFileSync, realpathSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ackRecordSchema, exitRecordSchema, processIdentitySchema } from '../../src/contract/records.ts';
import { livenessOf } from '../../src/process/identity.ts';
import { eventsOf, prepareFixture, readJson, resultOf, runFixture, start } from '../support/fixture-run.ts';

describe.concurrent('how an attempt ends', () => {
  test.for([
    ['succeeds_with_output', { status: 'succeeded', code: 0, signal: null, ack: { outcome: 'finished' } }],
    ['succeeds_without_ack', { status: 'succeeded', code: 0, ack: null }],
    ['acknowledges_nonsense', { status: 'succeeded', code: 0, ack: null }],
    ['finishes_then_exits_one', { status: 'succeeded', code: 1 }],
    ['exits_zero_without_output', { status: 'failed', code: 0, error: { code: 'INCOMPLETE_RESULT' } }],
    ['finishes_without_output', { status: 'failed', code: 0, error: { code: 'INCOMPLETE_RESULT' } }],
    ['exits_three', { status: 'failed', code: 3, ack: null }],
    ['fails_with_ack', { status: 'failed', code: 5, ack: { error: { code: 'OUT_OF_MEMORY' } } }],
    ['crashes_by_signal', { status: 'failed', code: null, signal: 'SIGSEGV' }],
  ] as const)('%s', async ([fixture, expected], { expect }) => {
    const run = await runFixture(fixture);
    expect(run.result).toMatchObject(expected);
    const { code, signal } = run.result;
    expect(exitRecordSchema.parse(readJson(run.paths.exit))).toMatchObject({ code, signal });
    expect((await eventsOf(run)).at(-1)).toMatchObject({ type: 'run.ended', status: expected.status });
  });

  test('names the output that is missing', async ({ expect }) => {
    const { result, run } = await runFixture('exits_zero_without_output');
    expect(result.error?.message).toContain(`${run.model}/weights`);
  });

  test('one complete alternative of outputs is enough, and none may be asked for', async ({ expect }) => {
    for (const requiredOutputs of [[['/nowhere/a'], [process.execPath]], []]) {
      const { result } = await runFixture('exits_zero_without_output', { requiredOutputs });
      expect(result.status).toBe('succeeded');
    }
  });
});

describe.concurrent('an attempt', () => {
  test('tells its life in order, around what the trainer says', async ({ expect }) => {
    const events = await eventsOf(await runFixture('succeeds_with_output'));
    expect(events.map(({ type }) => type)).toEqual([
      'run.started', 'attempt.started', 'phase', 'attempt.ended', 'run.ended',
    ]);
  });

  test('starts the trainer recorded, in its own group, marked, with the lock and no input', async ({ expect }) => {
    const run = await runFixture('tells_its_surroundings');
    expect(JSON.parse(readFileSync(run.paths.trainerLog, 'utf8'))).toEqual({
      isRecorded: true, isLeader: true, marker: 'a-run.1', added: 'yes',
      bytecode: 'PYTHONDONTWRITEBYTECODE' in process.env, cwd: realpathSync(run.directory), stdin: '', isLocked: true,
    });
  });

  test('keeps a flood of output, in order, in trainer.log', async ({ expect }) => {
    const { paths, result } = await runFixture('floods_output');
    expect(result.status).toBe('succeeded');
    expect(statSync(paths.trainerLog).size).toBe(10_000_000 + 'the end\n'.length);
    expect((await eventsOf(await runFixture('exits_three'))).some(({ type }) => type === 'unreadable')).toBe(false);
  });

  test('leaves nobody behind', async ({ expect }) => {
    const run = await runFixture('leaves_a_child', { stop: { graceMs: 1000, terminateMs: 100 } });
    expect(run.result.status).toBe('succeeded');
    const events = await eventsOf(run);
    const pid = events.flatMap((event) => (event.type === 'phase' ? [Number(event.details?.['pid'])] : []))[0] ?? 0;
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    for (const path of [run.paths.process, run.paths.supervisor]) {
      expect(await livenessOf(processIdentitySchema.parse(readJson(path)))).toBe('gone');
    }
  });

  test('that said its last word and hangs is ended, and counts as what it said', async ({ expect }) => {
    const { result } = await runFixture('finishes_then_hangs', { stop: { graceMs: 200, terminateMs: 5000 } });
    expect(result).toMatchObject({ status: 'succeeded', signal: 'SIGTERM' });
  });

  test('is started once only', async ({ expect }) => {
    const run = await runFixture('succeeds_with_output');
    await expect(start(run)).rejects.toMatchObject({ code: 'START_FAILED' });
    expect(resultOf(run)).toEqual(run.result);
  });

  test('is not started while a process of the run lives', async ({ expect }) => {
    const run = prepareFixture('stops_and_saves');
    const { ended } = await start(run);
    const second = prepareFixture('succeeds_with_output');
    const files = { ...second.launch.files, lock: run.run.lock };
    writeFileSync(second.paths.launch, JSON.stringify({ ...second.launch, files }));
    const expected = { code: 'START_FAILED', message: expect.stringContaining('alive') };
    await expect(start(second)).rejects.toMatchObject(expected);
    writeFileSync(run.paths.stop, '');
    await ended;
    expect(resultOf(run).status).toBe('stopped');
  });

  test('whose trainer cannot be recorded does not let it run', async ({ expect }) => {
    const run = prepareFixture('tells_its_surroundings');
    writeFileSync(run.paths.process, '{}');
    await expect(start(run)).rejects.toMatchObject({ code: 'START_FAILED' });
    expect(readFileSync(run.paths.trainerLog, 'utf8')).toBe('');
    expect(await eventsOf(run)).toMatchObject([{ type: 'run.ended', status: 'failed' }]);
    expect(resultOf(run)).toMatchObject({ status: 'failed', error: { code: 'START_FAILED', retryable: true } });
  });

  test('whose folder is missing does not start, and says why', async ({ expect }) => {
    const run = prepareFixture('succeeds_with_output');
    const process = { ...run.launch.process, cwd: '/nowhere/at/all' };
    writeFileSync(run.paths.launch, JSON.stringify({ ...run.launch, process }));
    const expected = { code: 'START_FAILED', message: expect.stringContaining('/nowhere/at/all') };
    await expect(start(run)).rejects.toMatchObject(expected);
  });

  test.skipIf(process.platform !== 'linux')('is concluded when no line can be written any more', async ({ expect }) => {
    const run = prepareFixture('exits_three', { events: '/dev/full' });
    symlinkSync('/dev/full', run.paths.supervisorLog);
    await (await start(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'failed', code: 3 });
  });
});

test('what fixtures acknowledge fits the contract', async () => {
  const { paths } = await runFixture('succeeds_with_output');
  expect(ackRecordSchema.parse(readJson(paths.ack)).outcome).toBe('finished');
});
