import { expect, test } from 'vitest';
import type { RunEvent } from '../../src/contract/run-events.ts';
import { collectMetrics, lastValues } from '../../src/results/metrics.ts';

async function* events(...rows: readonly [type: 'metrics' | 'evaluation', step: number, values: object][]) {
  const all = rows.map(([type, step, values], index) =>
    ({ seq: index + 1, runId: 'r', attempt: 1, time: '', type, step, epoch: null, values } as RunEvent));
  // As they come from a file: in batches.
  yield all.slice(0, 2);
  yield all.slice(2);
}
const run = () => events(
  ['evaluation', 0, { eval_loss: 5 }], ['metrics', 1, { loss: 4, entropy: 1 }], ['metrics', 2, { loss: 3 }],
  // A resumed attempt does step 2 again.
  ['metrics', 2, { loss: 2.5 }], ['metrics', 1, { loss: 9 }], ['evaluation', 2, { eval_loss: null }],
);

test('the last value of each name is that of its highest step, as it was measured last', async () => {
  expect(await lastValues(run())).toEqual({ eval_loss: null, loss: 2.5, entropy: 1 });
});

test('the last values are the ends of the series', async () => {
  const series = await collectMetrics(run());
  expect(series.find(({ name }) => name === 'loss')?.points).toEqual([{ step: 1, value: 9 }, { step: 2, value: 2.5 }]);
  const ends = series.map(({ name, points }) => [name, points.at(-1)?.value]);
  expect(await lastValues(run())).toEqual(Object.fromEntries(ends));
});
