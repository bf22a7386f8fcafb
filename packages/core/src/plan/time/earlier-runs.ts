import { valueAt } from '../../config/paths.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import type { Executor } from '../../contract/executor.ts';
import { listRuns } from '../../runs/list-runs.ts';
import { readRunConfig } from '../../runs/read-run-config.ts';
import { readTail } from '../../runs/read-tail.ts';
import { runPaths, runsFolder } from '../../runs/run-paths.ts';

/** How fast an earlier run was at its end. */
export interface EarlierRun {
  readonly runId: string;
  /** Tokens that are not padding, per second over its newest steps. */
  readonly tokensPerSecond: number;
}

/** So many of the newest runs are asked. */
const ASKED = 20;
/** The end of an event file holds the newest progress. */
const TAIL_BYTES = 65_536;
/** What must be the same for a run to tell how fast another one is; besides the back end, the method and the model. */
const SAME = ['system.device', 'training.fine_tune_type', 'training.gradient_checkpointing', 'training.packing'];

/** Runs of this home that trained the same model in the same way, the newest first. */
export async function earlierRuns(
  config: TrainingConfig, home: string, executor: Executor,
): Promise<EarlierRun[]> {
  const runs = await listRuns(executor, runsFolder(home), { backend: config.platform });
  const alike = runs.flatMap((run) => (run.status === 'unreadable' || run.observed === 'elsewhere' ? [] : [run]))
    .filter(({ record }) => record.method === config.method && record.modelName === config.modelName
      && (config.objective === 'auto' || record.objective === config.objective))
    .slice(0, ASKED);
  const found = await Promise.all(alike.map(async ({ runId, directory }) => {
    if (!(await isAlike(directory, config))) return undefined;
    const tokensPerSecond = speedIn(await readTail(runPaths(directory).events, TAIL_BYTES));
    return tokensPerSecond === undefined ? undefined : { runId, tokensPerSecond };
  }));
  return found.filter((run) => run !== undefined);
}

async function isAlike(directory: string, config: TrainingConfig): Promise<boolean> {
  const other = await readRunConfig(directory).catch(() => undefined);
  return other !== undefined && SAME.every((key) => valueAt(other.settings, key) === valueAt(config.settings, key));
}

/** The newest speed that a piece of an event file tells. */
export function speedIn(text: string): number | undefined {
  for (const line of text.split('\n').reverse()) {
    if (!line.includes('"progress"')) continue;
    try {
      const { type, tokensPerSecond } = JSON.parse(line) as { type?: unknown; tokensPerSecond?: unknown };
      if (type === 'progress' && typeof tokensPerSecond === 'number' && tokensPerSecond > 0) return tokensPerSecond;
    } catch {
      // The first line of a tail is rarely whole.
    }
  }
  return undefined;
}
