import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hashFiles, readAssetFiles } from '../../src/assets/hash-files.ts';
import { openAssets } from '../../src/assets/open-assets.ts';

const source = { kind: 'embedded', name: 'supervisor', files: { 'a.py': 'print(1)\n', 'sub/b.py': 'é' } } as const;
beforeEach(() => { vi.stubEnv('XDG_DATA_HOME', mkdtempSync(join(tmpdir(), 'tuner-assets-'))); });
afterEach(() => { vi.unstubAllEnvs(); });

test.skipIf(process.platform !== 'linux')('writes embedded files once, and again when they were damaged', async () => {
  const { directory, sha256 } = await openAssets(source);
  expect(directory).toContain(sha256);
  expect(readFileSync(join(directory, 'sub/b.py'), 'utf8')).toBe('é');
  writeFileSync(join(directory, 'a.py'), 'tampered');
  await openAssets(source);
  expect(readFileSync(join(directory, 'a.py'), 'utf8')).toBe('print(1)\n');
});

test.skipIf(process.platform !== 'linux')('many at once agree', async () => {
  const opened = await Promise.all(Array.from({ length: 8 }, () => openAssets(source)));
  expect(new Set(opened.map(({ directory }) => directory)).size).toBe(1);
});

test('a folder has the same hash as its embedded form; tests stay out', async () => {
  const { directory } = await openAssets(source);
  expect(hashFiles(await readAssetFiles(directory))).toBe(hashFiles(source.files));
  writeFileSync(join(directory, 'notes.md'), 'not code');
  expect((await openAssets({ kind: 'folder', directory })).sha256).toBe(hashFiles(source.files));
});

test('what a package does without is not in its hash, and neither are tests and development requirements', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'tuner-assets-'));
  const names = ['a.py', 'mlx/b.py', 'mlx.py', 'tests/c.py', 'requirements/cpu.txt', 'requirements/dev.txt'];
  for (const name of names) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), name);
  }
  const without = ['mlx/', 'requirements/cpu.txt'];
  expect(await readAssetFiles(directory, without)).toEqual({ 'a.py': 'a.py', 'mlx.py': 'mlx.py' });
  const { sha256 } = await openAssets({ kind: 'folder', directory, without });
  expect(sha256).toBe(hashFiles({ 'a.py': 'a.py', 'mlx.py': 'mlx.py' }));
});
