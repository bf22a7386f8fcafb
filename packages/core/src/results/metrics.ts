import type { MetricSeries } from '../contract/results.ts';
import type { RunEvent } from '../contract/run-events.ts';

/** The metric and evaluation values of a run, one series a name, each by step; a step's last value wins. */
export async function collectMetrics(events: AsyncIterable<RunEvent>): Promise<MetricSeries[]> {
  const series = new Map<string, Map<number, number | null>>();
  for await (const event of events) {
    if (event.type !== 'metrics' && event.type !== 'evaluation') continue;
    for (const [name, value] of Object.entries(event.values)) {
      const points = series.get(name) ?? new Map<number, number | null>();
      points.set(event.step, value);
      series.set(name, points);
    }
  }
  return [...series].map(([name, points]) => ({
    name,
    points: [...points].map(([step, value]) => ({ step, value })).sort((a, b) => a.step - b.step),
  }));
}

/** The last value of every metric and evaluation value, by step; holds no more than those, however long the run was. */
export async function lastValues(events: AsyncIterable<RunEvent>): Promise<Record<string, number | null>> {
  const last = new Map<string, { step: number; value: number | null }>();
  for await (const event of events) {
    if (event.type !== 'metrics' && event.type !== 'evaluation') continue;
    for (const name in event.values) {
      const value = event.values[name] ?? null;
      const known = last.get(name);
      if (!known) last.set(name, { step: event.step, value });
      else if (event.step >= known.step) [known.step, known.value] = [event.step, value];
    }
  }
  return Object.fromEntries([...last].map(([name, { value }]) => [name, value]));
}
