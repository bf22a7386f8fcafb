import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FAULTS } from '../corpus/index.ts';
import { GOOD } from '../corpus/good.ts';
import { isHere } from '../kits.ts';
import { lastLine } from '../run/report.ts';
import { tryFaults, tryGood, type TriedFault } from '../run/try-all.ts';
import { removeSmallDisks } from '../support/small-disk.ts';

// The short form of npm run faults: all that is said before a training, and two trainings.
const folder = mkdtempSync(join(tmpdir(), 'tuner-faults-'));
afterAll(() => {
  removeSmallDisks();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const missed = (tried: readonly TriedFault[]) =>
  tried.filter(({ judgement }) => !judgement.isCaught).map(({ fault, judgement: { said } }) => [fault.name, said?.code, said?.text]);

test('every fault that can be seen before a training is said there, with its place and what to do', { timeout: 120_000 }, async () => {
  const faults = FAULTS.filter(({ expected: { by } }) => by === undefined);
  const tried = await tryFaults(faults, { folder: join(folder, 'before') }, true);
  expect(missed(tried)).toEqual([]);
  expect(lastLine(tried, [])).toContain(`${faults.length} before start`);
});

test('two that only a training shows are said by the trainer, in its first steps', { timeout: 120_000 }, async () => {
  const names = ['prompts that fill the length', 'weights that are all zero'];
  const faults = names.flatMap((name) => FAULTS.find((fault) => fault.name === name && isHere(fault.on)) ?? []);
  expect(faults).toHaveLength(2);
  expect(missed(await tryFaults(faults, { folder: join(folder, 'trained') }))).toEqual([]);
});

describe('the corpus', () => {
  test('has sixty faults and twenty good trainings at least, of both back ends and both methods', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(60);
    expect(GOOD.length).toBeGreaterThanOrEqual(20);
    for (const trials of [FAULTS, GOOD]) expect(new Set(trials.map(({ on }) => on)).size).toBe(4);
  });

  test('names each fault once on a kit, so that a table can be read', () => {
    const names = FAULTS.map(({ area, name, on }) => `${area} ${name} ${on}`);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('good ones meet no word of a preflight', async () => {
    expect(await playedAlarms()).toEqual([]);
  });
});

/** What is said of the good ones before a training, which is played. */
async function playedAlarms() {
  const tried = await tryGood(GOOD, { folder: join(folder, 'good') }, true);
  return tried.flatMap(({ trial, alarms }) => alarms.map(({ code, text }) => [trial.name, code, text]));
}
