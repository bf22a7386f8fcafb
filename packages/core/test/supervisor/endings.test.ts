import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { spawnSupervisor } from '../../src/process/spawn-supervisor.ts';
import { fakeProgram } from '../support/fake-python.ts';
import { killed, processOf, untilGone } from '../support/killing.ts';
import {
  ask, eventsOf, prepareFixture, PYTHON, resultOf, runFixture, start, SUPERVISOR, untilEvent,
} from '../support/fixture-run.ts';

describe.concurrent('a trainer that wrote all of its outputs', () => {
  test('succeeded, with a warning, when it then failed to end well', async ({ expect }) => {
    for (const fixture of ['finishes_then_exits_one', 'writes_then_crashes']) {
      const run = await runFixture(fixture);
      expect(run.result).toMatchObject({ status: 'succeeded', warnings: ['exit_after_success'], concludedBy: 'supervisor' });
      const warnings = (await eventsOf(run)).flatMap((event) => (event.type === 'warning' ? [event.code] : []));
      expect(warnings).toEqual(['exit_after_success']);
    }
  });

  test('did not succeed by the outputs of an earlier one', async ({ expect }) => {
    const run = prepareFixture('exits_three');
    const [[output = '']] = run.launch.requiredOutputs as [[string]];
    symlinkSync(run.paths.launch, output.replace('/model/', '/'));
    writeFileSync(run.paths.launch, JSON.stringify({ ...run.launch, requiredOutputs: [[output.replace('/model/', '/')]] }));
    await (await start(run)).ended;
    expect(resultOf(run)).toMatchObject({ status: 'failed', code: 3 });
  });
});

const pidsOf = (details?: { readonly [key: string]: unknown }) => (details?.['pids'] ?? []) as number[];

describe.concurrent('whatever a trainer leaves behind', () => {
  test('is ended: other sessions, emptied environments, descriptors', async ({ expect }) => {
    const run = prepareFixture('leaves_escapees', { stop: { graceMs: 20_000, terminateMs: 100 } });
    const { ended } = await start(run);
    const { details } = await untilEvent(run, 'phase');
    ask(run, 'stop');
    await ended;
    expect(resultOf(run)).toMatchObject({ status: 'succeeded', code: 0 });
    await Promise.all(pidsOf(details).map(untilGone));
  });

  test('is ended when the trainer was killed', async ({ expect }) => {
    const run = prepareFixture('leaves_escapees', { stop: { graceMs: 100, terminateMs: 100 } });
    const { ended } = await start(run);
    const { details } = await untilEvent(run, 'phase');
    await killed(processOf(run, 'process'));
    await ended;
    expect(resultOf(run)).toMatchObject({ status: 'failed', signal: 'SIGKILL' });
    await Promise.all(pidsOf(details).map(untilGone));
  });
});

describe.concurrent('a trainer without a sign of life', () => {
  test('is told, and that it goes on', async ({ expect }) => {
    const run = prepareFixture('pauses', { stallMs: 300 });
    const { ended } = await start(run);
    const { silentSeconds } = await untilEvent(run, 'run.stalled');
    expect(silentSeconds).toBeGreaterThanOrEqual(0.3);
    writeFileSync(`${run.directory}/go-on`, '');
    await untilEvent(run, 'run.recovered');
    ask(run, 'stop');
    await ended;
    expect(resultOf(run).status).toBe('stopped');
  });

  test('is stopped when that is wanted', async ({ expect }) => {
    const run = prepareFixture('ends_on_sigterm', { stallMs: 300, onStall: 'stop', stop: { graceMs: 50, terminateMs: 5000 } });
    await (await start(run)).ended;
    expect(resultOf(run).status).toBe('stopped');
    expect(await untilEvent(run, 'run.stopping')).toMatchObject({ mode: 'stop', reason: 'stall' });
  });
});

describe.concurrent('a trainer behind a wrapper', () => {
  test('that turns SIGKILL into 137 has failed with that', async ({ expect }) => {
    const run = prepareFixture('is_killed_while_stopping');
    const argv = ['/bin/sh', '-c', '"$@"; exit $?', 'wrapper', ...run.launch.process.argv];
    writeFileSync(run.paths.launch, JSON.stringify({ ...run.launch, process: { ...run.launch.process, argv } }));
    const { ended } = await start(run);
    await untilEvent(run, 'phase');
    ask(run, 'stop');
    await ended;
    expect(resultOf(run)).toMatchObject({ status: 'failed', code: 137, signal: null });
  });

  test('that cannot be executed does not start', async ({ expect }) => {
    const run = prepareFixture('succeeds_with_output');
    const argv = [run.paths.launch];
    writeFileSync(run.paths.launch, JSON.stringify({ ...run.launch, process: { ...run.launch.process, argv } }));
    await expect(start(run)).rejects.toMatchObject({ code: 'START_FAILED', message: expect.stringContaining('launch.json') });
    expect((await eventsOf(run)).map(({ type }) => type)).toEqual(['run.ended']);
  });
});

test.skipIf(process.platform === 'win32')('a trainer that the system lets nobody start can be tried again', async ({ expect }) => {
  const run = prepareFixture('succeeds_with_output');
  const python = fakeProgram(run.directory, 'python', `ulimit -n 6; exec '${PYTHON}' "$@"`);
  const started = spawnSupervisor({ python, supervisor: SUPERVISOR, directory: run.directory, attempt: 1 });
  await expect(started).rejects.toMatchObject({ code: 'START_FAILED', retryable: true });
  expect(existsSync(run.paths.process)).toBe(false);
});
