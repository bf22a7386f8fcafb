import type { Executor } from '../contract/executor.ts';
import type { CheckpointInfo, MetricSeries, RunInfo } from '../contract/results.ts';
import type { RunEvent } from '../contract/run-events.ts';
import type { RunStatus } from '../contract/status.ts';
import { readBatches, readEvents } from '../events/read-events.ts';
import { listCheckpoints } from '../results/checkpoints.ts';
import { collectMetrics } from '../results/metrics.ts';
import { readLog } from './read-log.ts';
import { createRunEnd, type RunEnd } from './recovery/run-end.ts';
import { attemptPaths, lastAttempt, runPaths } from './run-paths.ts';
import { readRunInfo } from './run-status.ts';

/** How to read events. */
export interface EventsOptions {
  /** Begin behind this `seq`; 0, the beginning, by default. */
  readonly after?: number;
  /** Go on with what comes until the run has ended (default), or end with what is there. */
  readonly follow?: boolean;
  /** Ends the reading, and nothing else. */
  readonly signal?: AbortSignal;
}

/** A run as it can be read by anybody, from any process. */
export interface RunReader {
  readonly id: string;
  readonly directory: string;
  /** Every event once and in order, to any number of consumers, while the run goes on and afterwards. */
  events(options?: EventsOptions): AsyncIterable<RunEvent>;
  /** Where the run stands now, from the evidence on disk. */
  status(): Promise<RunStatus>;
  /** What is known of it without opening its events: its record, status, attempts. */
  info(): Promise<RunInfo>;
  /** The complete checkpoints, by step. */
  checkpoints(): Promise<CheckpointInfo[]>;
  /** Every metric so far, as series. */
  metrics(): Promise<MetricSeries[]>;
  /** The trainer's output that is not events, line by line: of `attempt`, by default the last one. */
  logs(options?: { readonly attempt?: number }): AsyncIterable<string>;
  /**
   * Writes one JSON file for a bug report, into the run directory unless `path` says where, and gives its path: records,
   * the ends of logs and events. No rows, weights or prompts; tokens, passwords and the user's name are replaced.
   */
  supportBundle(options?: { readonly path?: string }): Promise<string>;
}

/** Makes a reader of a run that is known to be there; `end` says when nobody will write any more. */
export function createReader(
  executor: Executor, directory: string, runId: string, end: RunEnd = createRunEnd(executor, directory),
): RunReader {
  const isOver = () => end.isOver();
  const file = runPaths(directory).events;
  const events = (options: EventsOptions = {}) => readEvents(file, { follow: true, ...options, runId, isOver });
  return {
    id: runId,
    directory,
    events,
    status: async () => (await readRunInfo(executor, directory)).status,
    info: () => readRunInfo(executor, directory),
    checkpoints: () => listCheckpoints(directory),
    metrics: () => collectMetrics(readBatches(file, { runId, isOver })),
    async *logs({ attempt } = {}) {
      yield* readLog(attemptPaths(directory, attempt ?? (await lastAttempt(directory))).trainerLog);
    },
    supportBundle: async ({ path } = {}) => {
      const { writeSupportBundle } = await import('./support/support-bundle.ts');
      return writeSupportBundle(directory, runId, path);
    },
  };
}
