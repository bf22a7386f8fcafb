import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inspectDataset } from '../../../src/index.ts';
import { chat, rowsFile } from '../../support/rows-file.ts';

const row = JSON.stringify(chat('Grüße', '👋'));
const rows = `${row}\n`.repeat(3);
const wide = (text: string) => Buffer.from(text, 'utf16le');

describe('what is no JSON Lines is named for what it is', () => {
  test.each<[found: string, content: Buffer | string]>([
    ['a JSON array', `[${row},${row}]`],
    ['a JSON array', `[\n  ${row},\n  ${row}\n]\n`],
    ['a JSON array', `[{"text": "${'long '.repeat(40_000)}"}]`],
    ['JSON over several lines', JSON.stringify(chat('Hi', 'Hello'), null, 2)],
    ['an HTML page', '<!DOCTYPE html>\n<html><body>Please log in</body></html>'],
    ['an XML document', '<?xml version="1.0"?>\n<rows/>'],
    ['a pointer file of Git LFS, not the data', 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'],
    ['UTF-16LE text', wide(rows)],
    ['UTF-16LE text', Buffer.concat([Buffer.of(0xff, 0xfe), wide(rows)])],
    ['UTF-16BE text', wide(rows).swap16()],
    ['a table of values separated by commas', 'prompt,completion\n"Hi","Hello"\n'],
    ['a table of values separated by tabs', 'prompt\tcompletion\nHi\tHello\n'],
    ['a Parquet file', 'PAR1\x15\x04\x15'],
    ['a tar archive', gzipSync(Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar'), Buffer.alloc(250)]))],
    ['a ZIP archive (or a workbook, which is one)', 'PK\x03\x04\x14'],
    ['a file compressed with bzip2', 'BZh91AY&SY'],
    ['an Arrow file', 'ARROW1\0\0'],
    ['an SQLite data base', 'SQLite format 3\0'],
    ['YAML', '- prompt: Hi\n  completion: Hello\n'],
    ['plain text', 'Once upon a time\nthere was a line.\n'],
    ['binary data', Buffer.from([1, 2, 3, 0, 7, 9, 250, 251, 0, 4])],
  ])('%s', async (found, content) => {
    const file = rowsFile(Buffer.from(content as string, content instanceof Buffer ? undefined : 'utf8'));
    const report = await inspectDataset({ file });
    expect(report.issues).toContainEqual(expect.objectContaining({ code: 'NOT_JSON_LINES', found, severity: 'error' }));
    expect(report).toMatchObject({ ok: false, rows: 0, usable: 0 });
    expect(report.issues[0]?.fix).not.toContain('FILE');
  });
});

describe('what is JSON Lines, though it does not look so, is read', () => {
  test.each<[about: string, content: Buffer | string, count: number]>([
    ['no line end at the end', `${row}\n${row}`, 2],
    ['line ends of Windows', `${row}\r\n${row}\r\n`, 2],
    ['blank lines before it', `\n\n${row}\n`, 1],
    ['a bad line before it', `oops\n${row}\n`, 2],
    ['rows that are lists', '["a"]\n["b"]\n', 2],
    ['gzip', gzipSync(rows), 3],
    ['two members of gzip', Buffer.concat([gzipSync(rows), gzipSync(rows)]), 6],
    ['zstd', zstdCompressSync(rows), 3],
    ['a byte order mark', `\ufeff${rows}`, 3],
  ])('%s', async (_about, content, count) => {
    const report = await inspectDataset({ file: rowsFile(Buffer.from(content as string)) });
    expect(report.counts.NOT_JSON_LINES).toBeUndefined();
    expect(report.rows).toBe(count);
  });

  test('gzip and zstd say the same of the rows as the plain file', async () => {
    const found = await Promise.all([Buffer.from(rows), gzipSync(rows), zstdCompressSync(rows)]
      .map((content) => inspectDataset({ file: rowsFile(content) })));
    expect(found.map(({ compression }) => compression)).toEqual([null, 'gzip', 'zstd']);
    const [plain, ...packed] = found.map(({ duplicates, labels, roles, tokens, turns, usable }) =>
      ({ duplicates, labels, roles, tokens, turns, usable }));
    for (const same of packed) expect(same).toEqual(plain);
  });

  test('zstd that was cut off', async () => {
    const report = await inspectDataset({ file: rowsFile(zstdCompressSync(Buffer.from(rows.repeat(500))).subarray(0, 60)) });
    expect(report.counts.BAD_COMPRESSION).toMatchObject({ count: 1, severity: 'error' });
  });
});
