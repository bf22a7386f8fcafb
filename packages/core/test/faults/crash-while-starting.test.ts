import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { faultTuner } from '../support/fault-tuner.ts';
import { spawnFaultHost } from '../support/spawn-fault-host.ts';

const CRASH = fileURLToPath(new URL('../support/crash-at.mjs', import.meta.url));
const AT_ONCE = 3;

/** Starts a run in a program that dies at its n-th change; whether it lived to see the run start. */
async function startAndDie(home: string, change: number): Promise<boolean> {
  const env = { ...process.env, CRASH_AT: String(change) };
  const options = { runId: `n${change}` };
  const host = await spawnFaultHost(home, 'stops_and_saves', { node: ['--import', CRASH], env, options });
  const started = (await host.line()) !== undefined;
  await host.kill();
  return started;
}

// Every change that a start makes is the last one of some program here.
test('19 killed before any change of a start: failed, or never there; never started twice', { timeout: 120_000 }, async () => {
  const { home, tuner } = faultTuner();
  let change = 1;
  for (let isDone = false; !isDone; change += AT_ONCE) {
    const started = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => startAndDie(home, change + index)));
    isDone = started.every(Boolean);
  }
  expect(change).toBeGreaterThan(15);
  await tuner.runs.reconcile();
  const ids = readdirSync(join(home, 'runs')).filter((name) => !name.startsWith('.'));
  expect(ids.length).toBeGreaterThan(3);
  for (const id of ids) {
    const run = await tuner.runs.attach(id);
    const result = await run.result;
    expect(result.status === 'failed' ? result.error.code : result.status, id).toMatch(/^(START_FAILED|stopped)$/);
    const types = (await Array.fromAsync(run.events())).map(({ type }) => type);
    const starts = types.filter((type) => type === 'attempt.started').length;
    expect(starts, id).toBeLessThanOrEqual(result.status === 'failed' ? 0 : 1);
    expect(types.filter((type) => type === 'run.ended'), id).toHaveLength(1);
  }
});
