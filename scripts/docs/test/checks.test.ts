import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkLinks } from '../check-links.ts';
import { checkSnippets } from '../check-snippets.ts';
import { configPage } from '../config-page.ts';
import { parsePage } from '../markdown.ts';
import { regionOf } from '../snippet-source.ts';
import { typeText, valueText } from '../schema-text.ts';
import { writeSnippets } from '../write-snippets.ts';

/** A folder with these files. */
function folder(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'tuner-docs-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

describe('links', () => {
  test('good ones pass: files, folders, anchors, addresses', () => {
    const text = '# Über `a.b` & C\n[a](docs/b.md#two-2) [b](#über-ab--c) [c](docs) [d](https://example.org/x)\n';
    expect(checkLinks(folder({ 'a.md': text, 'docs/b.md': '## Two\n## Two-2\n' }))).toEqual([]);
  });
  test('a missing file and a missing heading are told with their line', () => {
    const text = '\n[a](no.md)\n\n[b](b.md#no)\n[c](b.txt#x)\n';
    expect(checkLinks(folder({ 'a.md': text, 'b.md': '# B\n', 'b.txt': '' }))).toEqual([
      'a.md:2: no.md does not exist', 'a.md:4: b.md#no names no heading of that page',
      'a.md:5: b.txt#x has an anchor, but is no page',
    ]);
  });
  test('what stands in code is no link, and two equal headings have two anchors', () => {
    const page = parsePage('`[a](x)`\n```\n[b](y)\n# no heading\n```\n# A\n# A\n');
    expect(page.links).toEqual([]);
    expect([...page.anchors]).toEqual(['a', 'a-1']);
  });
});

describe('snippets', () => {
  const block = (marker: string, text: string) => `${marker}\n\`\`\`ts\n${text}\`\`\`\n`;

  test('a block that is its file, or a region of it, passes', () => {
    const source = 'top();\nif (x) {\n  // #region one\n  a();\n    b();\n  // #endregion one\n}\n';
    const page = block('<!-- src/x.ts -->', source) + block('<!-- src/x.ts#one -->', 'a();\n  b();\n')
      + block('<!-- sketch -->', 'anything\n');
    expect(checkSnippets(folder({ 'a.md': page, 'src/x.ts': source }))).toEqual([]);
  });
  test('a block without a marker, with another text, of no file or of no region is told', () => {
    const page = block('', 'a\n') + block('<!-- x.ts -->', 'b\n') + block('<!-- y.ts -->', 'c\n')
      + block('<!-- x.ts#no -->', 'd\n');
    const found = checkSnippets(folder({ 'a.md': page, 'x.ts': 'a\n' }));
    expect(found).toHaveLength(4);
    expect(found[0]).toContain('a.md:2: the ts block has no marker');
    expect(found.slice(1).map((text) => text.replace(/^a\.md:\d+: /, ''))).toEqual([
      'the block is not what stands in x.ts (npm run docs:snippets)', 'the marker names y.ts, which does not exist',
      'x.ts has no lines "// #region no" and "// #endregion no"',
    ]);
  });
  test('a page is brought up to its files', () => {
    const page = `# A\n${block('<!-- x.ts -->', 'old\n')}\nand\n${block('<!-- x.ts#r -->', '')}`;
    const root = folder({ 'a.md': page, 'x.ts': '// #region r\nb();\n// #endregion r\n' });
    expect(writeSnippets(root)).toEqual(['a.md']);
    expect(checkSnippets(root)).toEqual([]);
    expect(writeSnippets(root)).toEqual([]);
    expect(readFileSync(join(root, 'a.md'), 'utf8')).toContain('and\n<!-- x.ts#r -->\n```ts\nb();\n```\n');
  });
  test('a region of a Python or YAML file is found, too', () => {
    expect(regionOf('# #region r\na: 1\n# #endregion r\n', 'r')).toBe('a: 1\n');
  });
});

describe('configuration pages', () => {
  test('types and ranges are told in words', () => {
    const limits = { minimum: 0, exclusiveMaximum: 1 };
    expect(typeText({ type: 'number', ...limits })).toBe('number of at least 0 and below 1');
    const open = { minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
    expect(typeText({ type: 'integer', ...open })).toBe('whole number of at least 1');
    expect(typeText({ type: 'integer', minimum: 1, maximum: 8 })).toBe('whole number from 1 to 8');
    expect(typeText({ anyOf: [{ enum: ['no', 'steps'] }, { type: 'null' }] })).toBe('`"no"`, `steps` or `null`');
  });
  test('values are told as they are written', () => {
    expect([2e-4, 1, 'a', null, ['a', 'no'], {}].map(valueText))
      .toEqual(['`2e-4`', '`1`', '`a`', '`null`', '`[a, "no"]`', '`{}`']);
  });
  test('a key without a description stops the page', () => {
    const document = {
      name: 'x', call: '', title: 'X', schemaFile: '', shippedFile: '', flat: {}, pathKeys: [],
    };
    const schema = { properties: { a: { properties: { b: { type: 'string' } } } } };
    expect(() => configPage(document, { schema, shipped: {} })).toThrow('a.b has no description');
  });
});
