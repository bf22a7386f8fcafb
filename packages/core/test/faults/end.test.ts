import { describe, test } from 'vitest';
import { trainFixture } from '../support/fault-tuner.ts';
import { runFixture } from '../support/fixture-run.ts';

describe.concurrent('how a trainer can end', () => {
  test('3 import error: the package is named, with the traceback', async ({ expect }) => {
    const { result } = await trainFixture('imports_what_is_missing');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'PACKAGE_MISSING', details: { exitCode: 1 } } });
    expect('error' in result && result.error.message).toContain("No module named 'a_package_that_nobody_has'");
    const lines = expect.arrayContaining([expect.stringContaining('Traceback')]);
    expect('error' in result && result.error.details).toMatchObject({ evidence: { lines } });
  });

  test('4 exit 0 without the model: failed, and the file is named', async ({ expect }) => {
    const { run, result } = await trainFixture('exits_zero_without_output');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'INCOMPLETE_RESULT' } });
    expect('error' in result && result.error.message).toContain(`${run.directory}/model/weights`);
  });

  test('5 exit 1 after the model was complete: succeeded, with a warning', async ({ expect }) => {
    const { run, result } = await trainFixture('finishes_then_exits_one');
    expect(result.status).toBe('succeeded');
    const warnings = (await Array.fromAsync(run.events())).filter(({ type }) => type === 'warning');
    const message = expect.stringContaining('all of its outputs');
    expect(warnings).toMatchObject([{ code: 'exit_after_success', message }]);
  });

  test('6 SIGKILL from outside: failed, and the hint names memory', async ({ expect }) => {
    const { result } = await trainFixture('is_killed');
    const hint = expect.stringContaining('memory');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'KILLED', hint } });
  });

  test('8 killed in a wrapper, exit 137: the same', async ({ expect }) => {
    const { result } = await trainFixture('is_killed_in_a_wrapper');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'KILLED', details: { exitCode: 137 } } });
  });

  test('9 CUDA out of memory: one code for every device, and nothing tries again', async ({ expect }) => {
    const { run, result } = await trainFixture('runs_out_of_cuda_memory');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'OUT_OF_MEMORY', retryable: false } });
    expect((await run.info()).attempts).toBe(1);
  });

  test('10 segmentation fault: crashed, with the signal', async ({ expect }) => {
    const { result } = await trainFixture('crashes_by_signal');
    expect(result).toMatchObject({ status: 'failed', error: { code: 'CRASHED', details: { signal: 'SIGSEGV' } } });
  });

  test('13 hangs after its last word: ended, and stays succeeded', async ({ expect }) => {
    const { result } = await runFixture('finishes_then_hangs', { stop: { graceMs: 200, terminateMs: 5000 } });
    expect(result).toMatchObject({ status: 'succeeded', signal: 'SIGTERM', ack: { outcome: 'finished' } });
  });
});
