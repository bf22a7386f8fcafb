import type { RunEvent } from '../contract/run-events.ts';

/**
 * Events one by one, out of batches: a batch that is there costs no wait. As an async generator would, it answers calls
 * of `next` in their order, also when they do not wait for each other.
 */
export class EventStream implements AsyncIterableIterator<RunEvent, undefined> {
  readonly #batches: AsyncGenerator<readonly RunEvent[], undefined>;
  readonly #signal: AbortSignal | undefined;
  #batch: readonly RunEvent[] = [];
  #at = 0;
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** After `signal` aborts, none is given any more. */
  constructor(batches: AsyncGenerator<readonly RunEvent[], undefined>, signal?: AbortSignal) {
    this.#batches = batches;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  /** The next event. */
  next(): Promise<IteratorResult<RunEvent, undefined>> {
    if (this.#waiting === 0 && this.#hasNext()) return Promise.resolve(this.#take());
    return this.#inTurn(() => this.#more());
  }

  /** Ends the reading; the file is closed afterwards. */
  return(): Promise<IteratorResult<RunEvent, undefined>> {
    return this.#inTurn(() => this.#leave());
  }

  #hasNext(): boolean {
    if (this.#signal?.aborted) this.#batch = [];
    return this.#at < this.#batch.length;
  }

  #take(): IteratorYieldResult<RunEvent> {
    return { value: this.#batch[this.#at++]!, done: false };
  }

  async #more(): Promise<IteratorResult<RunEvent, undefined>> {
    try {
      while (!this.#hasNext()) {
        const { value, done } = await this.#batches.next();
        if (done) return { value: undefined, done };
        [this.#batch, this.#at] = [value, 0];
      }
      return this.#take();
    } finally {
      this.#waiting -= 1;
    }
  }

  async #leave(): Promise<IteratorReturnResult<undefined>> {
    try {
      this.#batch = [];
      await this.#batches.return(undefined);
      return { value: undefined, done: true };
    } finally {
      this.#waiting -= 1;
    }
  }

  /** At once when nobody waits: a follower is told of each event this way. */
  #inTurn(work: () => Promise<IteratorResult<RunEvent, undefined>>): Promise<IteratorResult<RunEvent, undefined>> {
    this.#waiting += 1;
    const turn = this.#waiting > 1 ? this.#turn.then(work, work) : work();
    this.#turn = turn;
    return turn;
  }
}
