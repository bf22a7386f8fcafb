import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PipWatch } from './pip-progress.ts';

const EVERY_MS = 500;

/** Measures what an older pip downloads without telling: the file grows in a folder of its own below `temporary`. */
export function meterDownloads(temporary: string, watch: PipWatch): { stop(): void } {
  let isMeasuring = false;
  let last: number | undefined;
  const timer = setInterval(() => {
    const { file } = watch;
    if (file === undefined || isMeasuring) return;
    isMeasuring = true;
    void sizeBelow(temporary, file).then((bytes) => {
      isMeasuring = false;
      if (bytes !== undefined && bytes !== last) watch.measured(file, bytes);
      last = bytes;
    });
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

async function sizeBelow(temporary: string, file: string): Promise<number | undefined> {
  const folders = await readdir(temporary).catch(() => []);
  const sizes = await Promise.all(folders.map((name) => stat(join(temporary, name, file)).catch(() => undefined)));
  return sizes.find((found) => found !== undefined)?.size;
}
