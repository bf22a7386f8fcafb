import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const INDEX = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** Static imports and re-exports of values; `import type` and `await import()` load nothing. */
const STATIC = /^(?:import|export) (?!type\b)(?:[\w*][^;'"]*|\{[^}]*\}) from '([^']+)'/gm;

/** Everything that is loaded when `file` is, by its specifier or path. */
function loadedBy(file: string, seen = new Set<string>()): Set<string> {
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(STATIC)) {
    const target = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
    if (seen.has(target)) continue;
    seen.add(target);
    if (specifier.startsWith('.')) loadedBy(target, seen);
  }
  return seen;
}

test('importing @tuner/core loads its own files and light built-ins: no package, no process, no stream reader', () => {
  const packages = [...loadedBy(INDEX)].filter((target) => !target.startsWith('/') && !/^[A-Z]:/.test(target)).sort();
  expect(packages).toEqual(['#assets', 'node:buffer', 'node:fs', 'node:fs/promises', 'node:os', 'node:path']);
});
