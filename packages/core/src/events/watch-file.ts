import { watch, type FSWatcher } from 'node:fs';

/** Some changes are never told (network file systems, a file that did not exist): look again after this time. */
const POLL_MS = 250;

/** Tells when a file may have changed. */
export interface FileWatcher {
  /** Resolves on the next change, after a short while, or when `signal` aborts. Changes in between are remembered. */
  changed(signal?: AbortSignal): Promise<void>;
  close(): void;
}

/** Watches `path`, also before it exists. */
export function watchFile(path: string): FileWatcher {
  let isDirty = false;
  let wake: (() => void) | undefined;
  const onChange = () => {
    isDirty = true;
    wake?.();
  };
  let watcher = tryWatch(path, onChange);
  return {
    async changed(signal) {
      watcher ??= tryWatch(path, onChange);
      if (!isDirty && !signal?.aborted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(finish, POLL_MS);
          function finish(): void {
            clearTimeout(timer);
            signal?.removeEventListener('abort', finish);
            wake = undefined;
            resolve();
          }
          wake = finish;
          signal?.addEventListener('abort', finish, { once: true });
        });
      }
      isDirty = false;
    },
    close: () => watcher?.close(),
  };
}

function tryWatch(path: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, { persistent: false }, onChange);
    // The poll goes on where watching fails.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
