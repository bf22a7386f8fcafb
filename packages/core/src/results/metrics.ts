import type { MetricSeries } from '../contract/results.ts';
import type { RunEvent, RunEventOf } from '../contract/run-events.ts';

type Batches = AsyncIterable<readonly RunEvent[]>;
type Measured = RunEventOf<'metrics' | 'evaluation'>;

/** The metric and evaluation values of a run, one series a name, each by step; a step's last value wins. */
export async function collectMetrics(batches: Batches): Promise<MetricSeries[]> {
  const series = new Map<string, Map<number, number | null>>();
  for await (const batch of batches) for (const { step, values } of batch.filter(isMeasured)) {
    for (const [name, value] of Object.entries(values)) {
      const points = series.get(name) ?? new Map<number, number | null>();
      points.set(step, value);
      series.set(name, points);
    }
  }
  return [...series].map(([name, points]) => ({
    name,
    points: [...points].map(([step, value]) => ({ step, value })).sort((a, b) => a.step - b.step),
  }));
}

/** The last value of every metric and evaluation value, by step; holds no more than those, however long the run was. */
export async function lastValues(batches: Batches): Promise<Record<string, number | null>> {
  const last = new Map<string, { step: number; value: number | null }>();
  for await (const batch of batches) for (const { step, values } of batch.filter(isMeasured)) {
    for (const name in values) {
      const value = values[name] ?? null;
      const known = last.get(name);
      if (!known) last.set(name, { step, value });
      else if (step >= known.step) [known.step, known.value] = [step, value];
    }
  }
  return Object.fromEntries([...last].map(([name, { value }]) => [name, value]));
}

function isMeasured(event: RunEvent): event is Measured {
  return event.type === 'metrics' || event.type === 'evaluation';
}
