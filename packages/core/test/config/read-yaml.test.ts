import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/config/read-yaml.ts';
import { folderWith, refusal } from './example-spec.ts';

const read = (text: string) => readYaml(join(folderWith({ 'a.yaml': text }), 'a.yaml'));
const refused = (text: string) => refusal(() => read(text));

describe('values are those of YAML 1.2', () => {
  test.each([
    ['2e-4', 2e-4], ['1e6', 1e6], ['3', 3], ['0.1', 0.1], ['017', 17], ['1_000', '1_000'], ['12:30', '12:30'],
    ['no', 'no'], ['on', 'on'], ['yes', 'yes'], ['true', true], ['~', null], ['null', null], ['', null],
    ['2024-01-01', '2024-01-01'], ['"2e-4"', '2e-4'], ['[1, two]', [1, 'two']], ['{a: 1}', { a: 1 }],
  ])('%s', async (text, value) => {
    expect((await read(`key: ${text}`)).document['key']).toEqual(value);
  });

  test('an anchor gives its value again', async () => {
    expect((await read('a: &x {b: 1}\nc: *x')).document).toEqual({ a: { b: 1 }, c: { b: 1 } });
  });
});

describe('positions', () => {
  test('name line and column of every key and item', async () => {
    const { positions } = await read('# first\nmodel:\n  name: x # why\n  list:\n    - a\n    - b: 1\n"two words": {deep: 2}\n');
    expect(Object.fromEntries(positions)).toEqual({
      'model': { line: 2, column: 1 },
      'model.name': { line: 3, column: 3 },
      'model.list': { line: 4, column: 3 },
      'model.list.0': { line: 5, column: 7 },
      'model.list.1': { line: 6, column: 7 },
      'model.list.1.b': { line: 6, column: 7 },
      'two words': { line: 7, column: 2 },
      'two words.deep': { line: 7, column: 15 },
    });
  });

  test('go on behind an alias', async () => {
    const { positions } = await read('a: &x [1]\nb: *x\nc:\n  - *x\n  - 2\n');
    expect(positions.get('c.0')).toEqual({ line: 4, column: 6 });
    expect(positions.get('c.1')).toEqual({ line: 5, column: 5 });
  });

  test('are the same with Windows line ends and a byte order mark', async () => {
    const { document, positions } = await read('\uFEFFmodel:\r\n  name: x\r\n');
    expect(document).toEqual({ model: { name: 'x' } });
    expect(positions.get('model')).toEqual({ line: 1, column: 1 });
    expect(positions.get('model.name')).toEqual({ line: 2, column: 3 });
  });
});

describe('what cannot be read', () => {
  test.each([
    ['a key that stands twice', 'a: 1\nb: 2\na: 3', { line: 3, column: 1 }, 'duplicated mapping key'],
    ['a tab as indentation', 'model:\n\tname: x', { line: 2, column: 1 }, 'tab'],
    ['an open list', 'a: 1\nb: [1,\nc: 2', { line: 3, column: 1 }, 'indentation'],
    ['a tag that runs code', 'a: !!js/function x', { line: 1, column: 4 }, 'tag'],
    ['an unknown alias', 'a: *x', { line: 1 }, 'alias'],
  ])('%s', async (_, text, position, reason) => {
    const error = await refused(text);
    expect(error.code).toBe('CONFIG_PARSE');
    expect(error.details).toMatchObject(position);
    expect(error.message).toContain(`a.yaml:${position.line}:`);
    expect(error.message).toContain(reason);
  });

  test.each([['nothing', ''], ['nothing', '# only a remark\n'], ['a list', '- a'], ['a string', 'text'], ['a number', '3']])('%s instead of sections', async (found, text) => {
    const error = await refused(text);
    expect(error.code).toBe('CONFIG_PARSE');
    expect(error.message).toContain(`found ${found}, expected`);
  });

  test('several documents', async () => {
    expect((await refused('a: 1\n---\nb: 2')).message).toContain('several documents');
  });

  test('a file that is not there', async () => {
    const error = await refusal(() => readYaml('/no/such/file.yaml'));
    expect(error).toMatchObject({ code: 'CONFIG_NOT_FOUND', details: { file: '/no/such/file.yaml' } });
    expect(error.message).toContain('does not exist');
  });

  test('a folder', async () => {
    expect(await refusal(() => readYaml(folderWith({})))).toMatchObject({ code: 'CONFIG_NOT_FOUND' });
  });
});
