import { watch, type FSWatcher } from 'node:fs';

/** Some changes are never told (network file systems, a file that did not exist): look again after this time. */
const POLL_MS = 250;

/** Tells when a file may have changed. */
export class FileWatcher {
  readonly #path: string;
  readonly #signal: AbortSignal | undefined;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isDirty = false;
  #resolve: (() => void) | undefined;

  /** Watches `path`, also before it exists; after `signal` aborts nobody is kept waiting. */
  constructor(path: string, signal?: AbortSignal) {
    this.#path = path;
    this.#signal = signal;
    signal?.addEventListener('abort', this.#onChange);
    this.#watcher = this.#tryWatch();
  }

  /** Resolves on the next change, or after a short while. Changes in between are remembered. */
  changed(): Promise<void> {
    this.#watcher ??= this.#tryWatch();
    // One timer for all waits: making one costs as much as reading an event.
    this.#timer = this.#timer?.refresh() ?? setTimeout(this.#wake, POLL_MS);
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#isDirty || this.#signal?.aborted) this.#wake();
    });
  }

  close(): void {
    this.#watcher?.close();
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onChange);
  }

  readonly #onChange = () => {
    this.#isDirty = true;
    this.#wake();
  };

  readonly #wake = () => {
    if (!this.#resolve) return;
    this.#resolve();
    this.#resolve = undefined;
    this.#isDirty = false;
  };

  #tryWatch(): FSWatcher | undefined {
    try {
      const watcher = watch(this.#path, { persistent: false }, this.#onChange);
      // The poll goes on where watching fails.
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      return undefined;
    }
  }
}
