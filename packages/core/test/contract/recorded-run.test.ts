import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NO_PROGRESS, reduceProgress, type RunEvent } from '../../src/contract/index.ts';

// The public events of a real run of the tiny model. scripts/check-pack folds them in a browser, too.
const recorded = readFileSync(new URL('../fixtures/recorded-run.jsonl', import.meta.url), 'utf8').trimEnd().split('\n');
const events = recorded.map((line) => JSON.parse(line) as RunEvent);

test('the events of a whole run fold into how it went', () => {
  expect(events.reduce(reduceProgress, NO_PROGRESS)).toEqual({
    status: 'succeeded', phase: 'finished', step: 12, totalSteps: 12, fraction: 1, epoch: 3,
    loss: 1.61085336858576, evaluationLoss: 2.287488370328336, firstEvaluationLoss: 6.198735417546453,
    learningRate: 0.0000851854342773295, gradNorm: 1.3355916738510132,
    tokens: 1203, tokensPerSecond: 101.76275575516296, etaSeconds: null,
    memoryBytes: expect.any(Number), peakMemoryBytes: expect.any(Number), warnings: 1, seq: 50,
  });
});

test('whoever joins late folds the rest to the same end', () => {
  const early = events.slice(0, 20).reduce(reduceProgress, NO_PROGRESS);
  expect(events.reduce(reduceProgress, early)).toEqual(events.reduce(reduceProgress, NO_PROGRESS));
});
