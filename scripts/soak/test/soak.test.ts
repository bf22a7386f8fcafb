import { expect, test } from 'vitest';
import { soak } from '../soak.ts';

const KILLS = 60;

const NAME = 'nothing is lost, invented, doubled or left behind by 60 kills';

test.skipIf(process.platform !== 'linux')(NAME, { timeout: 300_000 }, async () => {
  const seed = Number(process.env['TUNER_SOAK_SEED'] ?? Math.floor(Math.random() * 1e6));
  const problems: string[] = [];
  const started = performance.now();
  const counts = await soak({ kills: KILLS, seed, lanes: 6, real: 0, say: (line) => problems.push(line) });
  const sentence = counts.sentence(seed, Math.round((performance.now() - started) / 1000));
  console.log(sentence);
  expect(counts.done.kills).toBeGreaterThanOrEqual(KILLS);
  expect(counts.isClean, [...problems, sentence].join('\n')).toBe(true);
});
