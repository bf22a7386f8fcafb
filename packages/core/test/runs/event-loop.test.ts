import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { createTuner } from '../../src/index.ts';
import type { Call } from '../fixtures/trains-and-leaves.ts';
import { bundleProgram } from '../support/bundle-program.ts';
import { PYTHON } from '../support/fixture-run.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SOURCE = fileURLToPath(new URL('../fixtures/trains-and-leaves.ts', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
const bundled = bundleProgram(SOURCE, temporaryFolder());

/** Starts a program that trains and then has nothing to do; gives the run as this program finds it. */
async function program(call: Pick<Call, 'options' | 'ending'>) {
  const home = temporaryFolder();
  writeFileSync(join(home, 'rows.jsonl'), '{"text":"a row"}\n');
  const args = [await bundled, JSON.stringify({ home, fixtures: FIXTURES, python: PYTHON, ...call })];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const over = once(child, 'exit').then(([code]) => `over ${String(code)}`);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const id = (await lines.next()).value as string;
  return { child, over, run: await createTuner({ home }).runs.attach(id) };
}

describe.concurrent('a program that has started a run and has nothing more to do', () => {
  test.for([
    ['detached', { options: { detached: true } }],
    ['let go with detach()', { options: {}, ending: 'detach' }],
  ] as const)('ends, when the run is %s, and the run goes on', async ([, call], { expect }) => {
    const { over, run } = await program(call);
    expect(await over).toBe('over 0');
    expect(await run.status()).toBe('running');
    expect(await run.stop()).toMatchObject({ status: 'stopped', saved: true, step: 7 });
  });

  test('stays while an attached run goes on, and ends with it', async ({ expect }) => {
    const { over, run } = await program({ options: {} });
    expect(await Promise.race([over, sleep(500, 'still there')])).toBe('still there');
    await run.stop();
    expect(await over).toBe('over 0');
  });

  test('ends after close: nothing is left that would keep it alive', async ({ expect }) => {
    const { over, run } = await program({ options: {}, ending: 'close' });
    expect(await over).toBe('over 0');
    expect(await run.status()).toBe('stopped');
  });
});
