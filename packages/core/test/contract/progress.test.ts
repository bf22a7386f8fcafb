import { describe, expect, test } from 'vitest';
import { NO_PROGRESS, reduceProgress, type RunEvent, type RunEventBody } from '../../src/contract/index.ts';

const at = (seq: number, body: RunEventBody): RunEvent => ({ seq, runId: 'r', attempt: 1, time: '', ...body }) as RunEvent;
const fold = (...events: RunEvent[]) => events.reduce(reduceProgress, NO_PROGRESS);
const step = (seq: number, done: number, totalSteps = 10) => at(seq, {
  type: 'progress', step: done, totalSteps, epoch: 0.5, totalEpochs: 1, loss: 2, learningRate: 1e-4, gradNorm: 1,
  tokens: 100, tokensPerSecond: 50, secondsPerStep: 2, etaSeconds: 8, memoryBytes: 1, peakMemoryBytes: 2,
});
const evaluated = (seq: number, loss: number) => at(seq, { type: 'evaluation', step: seq, epoch: 1, values: { eval_loss: loss } });

describe('reduceProgress', () => {
  test('a progress event gives step, fraction, loss and ETA', () => {
    expect(fold(step(1, 4))).toMatchObject({ step: 4, totalSteps: 10, fraction: 0.4, loss: 2, etaSeconds: 8 });
  });
  test('a fraction is never above one, and zero when the total is unknown', () => {
    expect(fold(step(1, 12)).fraction).toBe(1);
    expect(fold(step(1, 3, 0)).fraction).toBe(0);
  });
  test('keeps the first and the newest held-out loss', () => {
    expect(fold(evaluated(1, 5), evaluated(2, 4), evaluated(3, 3))).toMatchObject({ firstEvaluationLoss: 5, evaluationLoss: 3 });
  });
  test('an event that was folded in before changes nothing', () => {
    const once = fold(step(1, 4), at(2, { type: 'warning', code: 'X', message: 'x' }));
    expect(reduceProgress(once, at(2, { type: 'warning', code: 'X', message: 'x' }))).toBe(once);
  });
  test('the end of the run gives its status and takes the ETA away', () => {
    expect(fold(step(1, 9), at(2, { type: 'run.ended', status: 'stopped' }))).toMatchObject({ status: 'stopped', etaSeconds: null });
  });
  test('what a trainer says of its end is a phase, not a status', () => {
    expect(fold(at(1, { type: 'attempt.started', supervisor: { pid: 1 }, trainer: { pid: 2 } }), at(2, { type: 'phase', name: 'finished' })))
      .toMatchObject({ status: 'running', phase: 'finished' });
  });
  test('a resumed attempt stands where its checkpoint does, with no rate of the one before', () => {
    const ids = { supervisor: { pid: 1 }, trainer: { pid: 2 } };
    const again = at(2, { type: 'attempt.started', ...ids, resumedFrom: { step: 6, path: '/c' }, repeats: 3 });
    expect(fold(step(1, 9), again)).toMatchObject({ step: 6, fraction: 0.6, etaSeconds: null, tokensPerSecond: null, loss: 2 });
    expect(fold(step(1, 9), at(2, { type: 'attempt.started', ...ids, resumedFrom: null }))).toMatchObject({ step: 0, fraction: 0 });
  });
  test('types that it does not know only move the seq', () => {
    expect(fold(at(7, { type: 'unknown', line: {}, reason: 'new' }))).toEqual({ ...NO_PROGRESS, seq: 7 });
  });
});
