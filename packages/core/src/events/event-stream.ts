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
    if (this.#waiting > 0 || !this.#hasNext()) return this.#inTurn(() => this.#more());
    return Promise.resolve({ value: this.#batch[this.#at++]!, done: false });
  }

  /** Ends the reading; the file is closed afterwards. */
  return(): Promise<IteratorResult<RunEvent, undefined>> {
    return this.#inTurn(async () => {
      this.#batch = [];
      return this.#batches.return(undefined) as Promise<IteratorReturnResult<undefined>>;
    });
  }

  #hasNext(): boolean {
    if (this.#signal?.aborted) this.#batch = [];
    return this.#at < this.#batch.length;
  }

  async #more(): Promise<IteratorResult<RunEvent, undefined>> {
    while (!this.#hasNext()) {
      const { value, done } = await this.#batches.next();
      if (done) return { value: undefined, done };
      [this.#batch, this.#at] = [value, 0];
    }
    return { value: this.#batch[this.#at++]!, done: false };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const turn = this.#turn.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
