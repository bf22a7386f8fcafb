import { expect, test } from 'vitest';
import { runTarget } from '../run-target.ts';
import { TARGETS } from '../targets/index.ts';

// The short form of npm run fuzz. Another seed each day would find more, and would fail for somebody who changed nothing.
test.each(TARGETS.map((target) => [target.name, target] as const))('%s: a value or a typed error', async (_, target) => {
  expect((await runTarget(target, { seed: 7, runs: 25 })).failure).toBeUndefined();
}, 60_000);
