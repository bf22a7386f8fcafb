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

/** The last value of each series. */
export function lastValues(series: readonly MetricSeries[]): Record<string, number | null> {
  return Object.fromEntries(series.map(({ name, points }) => [name, points.at(-1)?.value ?? null]));
}
