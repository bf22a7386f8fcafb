import { appendFileSync } from 'node:fs';

/** What the lines of a long run are like. */
export type Mix = 'short' | 'run';

const BATCH = 10_000;
const START = Date.UTC(2026, 0, 2);

/** Appends `count` events of a run: of two values each, or as a trainer with TRL's metrics writes them. */
export function appendEvents(path: string, count: number, mix: Mix): void {
  for (let first = 0; first < count; first += BATCH) {
    const size = Math.min(BATCH, count - first);
    const lines = Array.from({ length: size }, (_, index) => JSON.stringify(eventAt(first + index, mix)));
    appendFileSync(path, `${lines.join('\n')}\n`);
  }
}

function eventAt(index: number, mix: Mix): object {
  const base = { v: 1, attempt: 1, time: new Date(START + index * 20).toISOString() };
  const [loss, norm, rate] = [2 + Math.sin(index), 1 + Math.cos(index) / 3, 1e-4 * Math.cos(index / 1e6)];
  const metrics = { ...base, type: 'metrics', step: index, epoch: index / 1000 };
  if (mix === 'short') return { ...metrics, values: { loss: Math.fround(loss), learning_rate: 1e-4 } };
  const tokens = { num_tokens: index * 512, mean_token_accuracy: norm / 2, entropy: loss };
  // Ten times a second there is progress, 100 times a second there are metrics.
  if (index % 10 > 0) return { ...metrics, values: { loss, grad_norm: norm, learning_rate: rate, ...tokens } };
  return {
    ...base, type: 'progress', step: index, totalSteps: 1e6, epoch: index / 1000, totalEpochs: 1000, loss, learningRate: rate, gradNorm: norm,
    tokens: index * 512, tokensPerSecond: 51_200 + norm, secondsPerStep: 0.01 + rate, etaSeconds: 1e4 * loss,
    memoryBytes: 400_000_000, peakMemoryBytes: 500_000_000,
  };
}
