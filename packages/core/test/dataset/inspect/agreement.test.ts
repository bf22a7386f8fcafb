import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATASET_ISSUE_CODES, inspectDataset, isTunerError, type DatasetFormat, type DatasetReport } from '../../../src/index.ts';
import { rowLine } from '../../../src/dataset/rows/row-line.ts';
import { ROW_CASES } from '../../support/rows-corpus.ts';
import { rowsFile } from '../../support/rows-file.ts';

const methodOf = (format: DatasetFormat) => (format === 'kto' ? 'kto' : 'sft');
const usable = async (rows: readonly unknown[], format: DatasetFormat) =>
  (await inspectDataset({ file: rowsFile(rows), method: methodOf(format), filterDesirable: false })).usable;

test.each(ROW_CASES)('$format, as the corpus says: $about', async ({ row, format, refused }) => {
  expect(await usable([row], format)).toBe(refused === undefined ? 1 : 0);
});

const role = fc.constantFrom('user', 'assistant', 'assistant', 'human', 'gpt', 'tool', 'system', 'User', 'narrator', null, 7);
const content = fc.constantFrom('Hi', 'a', '👋', ' ', '', '\ud83d', '\u2003', null, 7, [{ type: 'text', text: 'Hi' }], [{ type: 'image' }]);
const given = fc.constantFrom({ at: 1 }, '{"at": 1}', '', '{at', '[1]', null, 7);
const called = fc.record({ name: fc.constantFrom('look', '', 7), arguments: given }, { requiredKeys: ['name'] });
const calls = fc.constantFrom(null, [], 'look').map((list): unknown => list);
const someCalls = fc.array(fc.oneof(called, fc.record({ function: called })), { maxLength: 2 });
const turn = fc.record({ role, content, tool_calls: fc.oneof(calls, someCalls), from: role, value: content }, { requiredKeys: [] });
const words = fc.constantFrom('Hi', 'a', '👋');
const spoken = fc.record({ role: fc.constantFrom('user', 'assistant'), content: words });
const said = fc.record({ from: fc.constantFrom('human', 'gpt'), value: words });
const turns = fc.oneof(
  fc.array(spoken, { maxLength: 3 }), fc.array(said, { maxLength: 3 }), fc.array(turn, { maxLength: 3 }),
  fc.constantFrom<unknown>(null, 'Hi', {}, [7]),
);
const part = fc.oneof(fc.constantFrom('Hi', ' ', ''), turns);
const label = fc.constantFrom(true, false, true, false, null, 'true');
const tools = fc.constantFrom([{ type: 'function' }], '[]', undefined, undefined, 'look', null);
const row = fc.oneof(...[
  { messages: turns }, { conversations: turns }, { prompt: part, completion: part }, { text: content },
  { messages: turns, conversations: turns, prompt: part, completion: part, text: content, chosen: part, rejected: part },
].map((keys) => fc.record({ ...keys, label, tools, id: fc.nat() } as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: [] })));

describe('for rows of any kind', () => {
  const rows = fc.sample(row, { numRuns: 2000, seed: 7 });

  test.each(['messages', 'conversations', 'prompt-completion', 'text', 'kto'] as const)('what may be written as %s can be used', async (format) => {
    const written = rows.filter((row) => isWritten(row, format));
    expect(written.length).toBeGreaterThan(20);
    const { issues } = await inspectDataset({ file: rowsFile(written), method: methodOf(format) });
    const errors = issues.filter(({ severity, line }) => severity === 'error' && line !== undefined);
    expect(errors.map(({ line }) => written[line! - 1])).toEqual([]);
  });

  test.each(['sft', 'kto', 'auto'] as const)('every row is usable for %s or has an error, and the counts add up', async (method) => {
    const report = await inspectDataset({ file: rowsFile(rows), method }, { issuesPerCode: 5000 });
    const errors = report.issues.filter(({ severity, line }) => severity === 'error' && line !== undefined);
    expect(report.unusable).toBe(new Set(errors.map(({ line }) => line)).size);
    expect(report.usable).toBeGreaterThan(20);
    expect(report.usable + report.unusable + report.leftOutByLabel).toBe(report.rows);
    expect(report.rows).toBe(rows.length);
  });
});

function isWritten(row: object, format: DatasetFormat): boolean {
  try {
    return rowLine(row, 1, format) !== '';
  } catch (error) {
    if (isTunerError(error)) return false;
    throw error;
  }
}

// Rows whose texts need no look are read as bytes; near duplicates are told by letters, so that rows are read as such.
test('a row read as bytes says the same as one that is read in its letters', async () => {
  const letters = fc.constantFrom(
    'Grüße', '東京', '👋🏽', '\u00a0', '\u3000', '\u2003 ', '\u0085', '\ufeff', '\u200b', '　全角', ' é', 'SÃO', 'cafÃ©', 'itâ€™s', '\ufffd', 'a"b\\', 'C:\\users', '\n', '',
  );
  const words = fc.array(letters, { minLength: 1, maxLength: 3 }).map((list) => list.join(''));
  const spoken = fc.record({ role: fc.constantFrom('user', 'assistant', 'assistant', 'Rôle'), content: words });
  const call = fc.record({ role: fc.constant('assistant'), content: words, tool_calls: fc.array(fc.record({ name: words, arguments: fc.record({ [`ö`]: words }) }), { maxLength: 1 }) });
  const row = fc.oneof(
    fc.record({ messages: fc.array(fc.oneof(spoken, call), { minLength: 1, maxLength: 3 }), label: fc.constantFrom(true, false, null), tools: fc.constantFrom([{ name: 'Größe' }], null) }),
    fc.record({ prompt: words, completion: words, label: fc.boolean(), ['größe']: words }), fc.record({ text: words }),
  );
  const ascii = (text: string) => text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const line = fc.tuple(row, fc.boolean()).map(([value, isAscii]) => (isAscii ? ascii(JSON.stringify(value)) : JSON.stringify(value)));
  const withoutNear = (report: DatasetReport): unknown => JSON.parse(JSON.stringify(
    { ...report, issues: report.issues.filter(({ code }) => code !== 'NEAR_DUPLICATE_ROW') },
    (key, value: unknown) => (key === 'nearDuplicates' || key === 'NEAR_DUPLICATE_ROW' ? undefined : value),
  ));
  await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 30 }), fc.constantFrom('sft', 'kto', 'auto'), async (lines, method) => {
    const input = { file: rowsFile(lines), method, maxTokens: 20, evaluationFile: rowsFile(lines.slice(0, 3)) } as const;
    const [quick, exact] = [await inspectDataset(input), await inspectDataset(input, { nearDuplicates: true })];
    expect(withoutNear(quick)).toEqual(withoutNear(exact));
  }), { numRuns: 150 });
});

test('bytes of any kind give a report with issues that are known, never an exception', async () => {
  const line = fc.oneof(
    fc.uint8Array({ maxLength: 40 }), fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text)), fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    row.map((row) => Buffer.from(JSON.stringify(row))),
    // A row that lost some of its bytes.
    fc.tuple(row, fc.nat(80)).map(([row, cut]) => Buffer.from(JSON.stringify(row)).subarray(cut)),
    fc.constantFrom('\ufeff', '', ' ', '{"a":NaN}', '\x1f\x8b', '\x28\xb5\x2f\xfd', 'PAR1', '[{', '{').map((text) => Buffer.from(text, 'latin1')),
  );
  const file = fc.array(line, { maxLength: 8 }).map((lines) => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
  await fc.assert(fc.asyncProperty(file, fc.boolean(), async (bytes, nearDuplicates) => {
    const report = await inspectDataset({ file: rowsFile(new Uint8Array(bytes)) }, { nearDuplicates });
    for (const { code, message } of report.issues) {
      expect(DATASET_ISSUE_CODES).toContain(code);
      expect(message).not.toMatch(/undefined|NaN of|\[object/);
    }
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.usable).toBeLessThanOrEqual(report.rows);
  }), { numRuns: 80, endOnFailure: true });
});
