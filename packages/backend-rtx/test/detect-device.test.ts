import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { detectDevice } from '../src/index.ts';

/** Puts a program named `nvidia-smi` first, and alone, on the path. */
function withDriver(script: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'tuner-driver-'));
  writeFileSync(join(folder, 'nvidia-smi'), `#!${process.execPath}\n${script}\n`);
  chmodSync(join(folder, 'nvidia-smi'), 0o755);
  vi.stubEnv('PATH', folder);
}
afterEach(() => void vi.unstubAllEnvs());

describe.skipIf(process.platform === 'win32')('detectDevice', () => {
  test('is cuda when the driver lists a GPU', async () => {
    withDriver('console.log("GPU 0: NVIDIA GeForce RTX 3090 (UUID: GPU-1)")');
    expect(await detectDevice()).toBe('cuda');
  });

  test.each([
    ['there is no driver', undefined],
    ['the driver fails', 'process.exit(9)'],
    ['the driver lists none', 'console.log("No devices were found")'],
    ['the driver does not answer', 'setInterval(() => {}, 1000)'],
  ])('is cpu when %s', async (_, script) => {
    if (script === undefined) vi.stubEnv('PATH', mkdtempSync(join(tmpdir(), 'tuner-none-')));
    else withDriver(script);
    expect(await detectDevice()).toBe('cpu');
  });
});
