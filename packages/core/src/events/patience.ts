/** Whether a run is over is asked after so long without an event, then less and less often; in milliseconds. */
const SHORTEST_MS = 200;
const LONGEST_MS = 1000;

/** Says when to ask whether a run is over: asking costs more than reading a hundred events. */
export class Patience {
  #wait = 0;
  #since = performance.now();

  /** Whether it is time to ask; asking is then taken as done. */
  isOver(): boolean {
    if (performance.now() - this.#since < this.#wait) return false;
    this.#since = performance.now();
    this.#wait = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, this.#wait * 2));
    return true;
  }

  /** Something came: there is no need to ask for a while, or, behind the `last` event, at once. */
  renew(last: boolean): void {
    this.#since = performance.now();
    this.#wait = last ? 0 : SHORTEST_MS;
  }
}
