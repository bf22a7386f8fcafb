import { existsSync } from 'node:fs';
import { RunError } from '../errors.ts';
import type { RunHandle } from './run-handle.ts';
import { attemptPaths } from './run-paths.ts';
import type { OwnRun } from './start/start-attempt.ts';

/** What a tuner has started and what is still on its way, so that closing it leaves nothing behind. */
export class StartedRuns {
  readonly #runs = new Set<OwnRun>();
  readonly #starting = new Set<Promise<unknown>>();
  #closed = false;

  /** Starts an attempt and remembers it until its end. @throws RunError `CLOSED` */
  async add(start: () => Promise<OwnRun>): Promise<RunHandle> {
    if (this.#closed) throw new RunError('CLOSED', 'This tuner was closed.', { hint: 'Make another with createTuner().' });
    const starting = start();
    this.#starting.add(starting);
    try {
      const own = await starting;
      this.#runs.add(own);
      void own.ended.then(() => this.#runs.delete(own));
      return own.run;
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** Ends the attached ones and waits for them, or lets them go on without this program. Further ones are refused. */
  async close(how: 'stop' | 'detach'): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#starting);
    const own = [...this.#runs].filter(({ attached, run }) => attached && !isDetached(run));
    await Promise.allSettled(own.map(({ run }) => (how === 'stop' ? run.stop() : run.detach())));
  }
}

function isDetached({ directory, attempt }: RunHandle): boolean {
  return existsSync(attemptPaths(directory, attempt).detached);
}
