import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES, TunerError } from '@tuner/core';
import { expect, test } from 'vitest';
import { protocolFiles } from '../../protocol-files.ts';
import { checkLinks } from '../check-links.ts';
import { checkSnippets } from '../check-snippets.ts';
import { CONFIG_DOCUMENTS, ROOT } from '../config-documents.ts';
import { configPages } from '../config-pages.ts';
import { readPage } from '../markdown.ts';

test('every link in a Markdown file leads somewhere', () => {
  expect(checkLinks(ROOT)).toEqual([]);
});

test.each(['docs', 'docs/decisions'])('%s/README.md leads to every page beside it', (folder) => {
  const linked = new Set(readPage(join(ROOT, folder, 'README.md')).links.map(({ target }) => target));
  const pages = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
  expect(pages.filter((name) => !linked.has(name))).toEqual([]);
});

test('every error leads to its row in docs/errors.md', () => {
  const { anchors } = readPage(join(ROOT, 'docs/errors.md'));
  const wanted = ERROR_CODES.map((code) => new TunerError(code, '').docs.split('#')[1] ?? '');
  expect(wanted.filter((anchor) => !anchors.has(anchor))).toEqual([]);
});

test('every code block in a Markdown file is the file that it names, or is marked as a sketch', () => {
  expect(checkSnippets(ROOT)).toEqual([]);
});

test.each(Object.entries(await configPages()))('%s is what the schemas say (npm run docs:config)', (file, text) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toBe(text);
});

test('every configuration that has a schema has a page', () => {
  const schemas = Object.keys(protocolFiles()).filter((file) => file.includes('/config-'));
  expect(CONFIG_DOCUMENTS.map(({ schemaFile }) => schemaFile).sort()).toEqual(schemas.sort());
});

test('typedoc writes the API pages without a warning', () => {
  const typedoc = join(ROOT, 'node_modules/typedoc/bin/typedoc');
  const options = { cwd: ROOT, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--emit', 'none'], options);
  expect(`${stdout}${stderr}`).not.toMatch(/warning|error/i);
  expect(status).toBe(0);
}, 120_000);
