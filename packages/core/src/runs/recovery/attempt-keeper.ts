import type { Executor, RunPlace, StartedRun } from '../../contract/executor.ts';
import { recoverAttempt } from './recover-attempt.ts';
import { attemptState, isOver } from '../run-status.ts';

/** After a recovery that was refused the next one waits this long, then twice as long, in milliseconds. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Looks whether an attempt is over, and has it taken over when it lost its supervisor. */
export class AttemptKeeper {
  readonly #executor: Executor;
  readonly #place: RunPlace;
  #host: StartedRun | undefined;
  #wait = FIRST_WAIT_MS;
  #nextTry = 0;
  #isHopeless = false;
  #look: Promise<boolean> | undefined;

  /** `host`: the started attempt, when this program is its host and it is stopped when this program ends. */
  constructor(executor: Executor, place: RunPlace, host?: StartedRun) {
    this.#executor = executor;
    this.#place = place;
    this.#host = host;
  }

  /** Lets the attempt go on without this program. */
  detach(): void {
    this.#host?.detach();
    this.#host = undefined;
  }

  /** Whether the attempt has ended for good; also when it is gone and nobody can conclude it. One look at a time. */
  isOver(): Promise<boolean> {
    this.#look ??= this.#isOver().finally(() => {
      this.#look = undefined;
    });
    return this.#look;
  }

  async #isOver(): Promise<boolean> {
    const { directory, attempt } = this.#place;
    if (await isOver(this.#executor, directory, attempt)) return true;
    const { status, isAbandoned } = await attemptState(this.#executor, directory, attempt);
    if (!isAbandoned) return false;
    if (performance.now() >= this.#nextTry) await this.#recover();
    return this.#isHopeless && status === 'lost';
  }

  async #recover(): Promise<void> {
    const { adopter, refused } = await recoverAttempt(this.#executor, this.#place, this.#host !== undefined);
    if (adopter && this.#host) this.#host = adopter;
    this.#isHopeless = refused !== undefined;
    if (!refused) return;
    this.#nextTry = performance.now() + this.#wait;
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }
}
