import { describe, expect, test } from 'vitest';
import { LINE_LIMIT, LineSplitter, type Line } from '../../src/events/split-lines.ts';

function split(chunks: readonly Uint8Array[], after?: number): Line[] {
  const splitter = new LineSplitter(after);
  const lines = chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))]);
  return [...lines, ...splitter.flush()];
}
const bytes = (text: string) => Buffer.from(text);
const texts = (lines: readonly Line[]) => lines.map(({ text }) => text);

describe('splitting bytes into lines', () => {
  test('numbers the lines that are not blank', () => {
    expect(split([bytes('\n\na\n \t\r\n\nb\n')])).toEqual([
      { seq: 1, text: 'a', cut: false }, { seq: 2, text: 'b', cut: false },
    ]);
  });
  test('gives the same however the bytes arrive', () => {
    const whole = bytes('{"text":"žluťoučký 🐎 kůň"}\n\n第二行\nlast');
    const expected = split([whole]);
    expect(texts(expected)).toEqual(['{"text":"žluťoučký 🐎 kůň"}', '第二行', 'last']);
    for (const size of [1, 2, 3, 5, 7]) {
      const count = Math.ceil(whole.length / size);
      const chunks = Array.from({ length: count }, (_, index) => whole.subarray(index * size, (index + 1) * size));
      expect(split(chunks)).toEqual(expected);
    }
  });
  test('does not mind that the buffer is used again', () => {
    const buffer = bytes('half');
    const splitter = new LineSplitter();
    expect([...splitter.push(buffer)]).toEqual([]);
    buffer.fill('x');
    expect(texts([...splitter.push(bytes(' and half\n'))])).toEqual(['half and half']);
  });
  test('replaces bytes that are no UTF-8', () => {
    const lines = split([Uint8Array.of(0x61, 0xff, 0xfe, 0x62, 0x0a), bytes('\uFFFD\n')]);
    expect(texts(lines)).toEqual(['a\uFFFD\uFFFDb', '\uFFFD']);
  });
  test('cuts a line without end, and goes on behind it', () => {
    const chunk = bytes('x'.repeat(100_000));
    const lines = split([...Array.from({ length: 30 }, () => chunk), bytes('\nnext\n')]);
    expect(lines.map(({ seq, text, cut }) => [seq, text.length, cut])).toEqual([[1, LINE_LIMIT, true], [2, 4, false]]);
  });
  test('keeps a line of exactly the limit', () => {
    expect(split([bytes(`${'x'.repeat(LINE_LIMIT)}\n`)])[0]).toMatchObject({ cut: false });
  });
  test('counts the lines that it leaves out', () => {
    expect(split([bytes('a\n\nb\nc\n')], 2)).toMatchObject([{ seq: 3, text: 'c', cut: false }]);
  });
});
