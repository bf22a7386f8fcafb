import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('the ten lines of the README are those of the example that the compiler checks', () => {
  const shown = /<!-- packages\/examples\/src\/ten-lines\.ts -->\n```ts\n([\s\S]*?)```/.exec(read('README.md'))?.[1];
  expect(shown).toBe(read('packages/examples/src/ten-lines.ts'));
});
