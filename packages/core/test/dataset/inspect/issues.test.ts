import { readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { DATASET_ISSUE_CODES, inspectDataset, type DatasetIssue, type InspectInput } from '../../../src/index.ts';
import { ISSUE_TEXTS } from '../../../src/dataset/issues/issue-texts.ts';
import { chat, rowsFile } from '../../support/rows-file.ts';

const good = chat('Hi', 'Hello');
const turns = (...list: object[]) => ({ messages: list });
const user = { role: 'user', content: 'Hi' };
const answer = { role: 'assistant', content: 'Hello' };
const call = (called: object) => turns(user, { role: 'assistant', tool_calls: [{ function: called }] });
const latin1 = Buffer.concat([Buffer.from('{"text": "caf'), Buffer.of(0xe9), Buffer.from('"}\n')]);
const long = 'x'.repeat(400);

/** What is in the file, and what is to be said: code, severity, line, place or column. */
type Case = readonly [content: unknown[] | Uint8Array, said: Partial<DatasetIssue>, input?: Partial<InspectInput>];

const CASES: readonly Case[] = [
  [['[', '  {"text": "a"},'], { code: 'NOT_JSON_LINES', severity: 'error', found: 'a JSON array' }],
  [gzipSync('{"text": "a"}\n'), { code: 'COMPRESSED', severity: 'info', found: 'gzip' }],
  [zstdCompressSync('{"text": "a"}\n'), { code: 'COMPRESSED', severity: 'error', found: 'zstd', expected: 'plain JSON Lines or gzip' }, { isForTraining: true, unpacks: ['gzip'] }],
  [gzipSync('{"text": "a"}\n'.repeat(9)).subarray(0, 30), { code: 'BAD_COMPRESSION', severity: 'error' }],
  [['\ufeff{"text": "a"}'], { code: 'BYTE_ORDER_MARK', severity: 'info', line: 1 }],
  [[good, '', { text: 'b' }], { code: 'BLANK_LINE', severity: 'info', line: 2 }],
  [[], { code: 'NO_ROWS', severity: 'error' }],
  [[turns(user)], { code: 'NO_USABLE_ROWS', severity: 'error' }],
  [[good, { text: 'a' }], { code: 'MIXED_FORMATS', severity: 'warning', line: 2, found: 'text', expected: 'messages' }],
  [latin1, { code: 'BAD_ENCODING', severity: 'error', line: 1, column: 14, found: 'byte 0xE9' }],
  [[good, '{"text": "a",}'], { code: 'BAD_JSON', severity: 'error', line: 2, column: 14 }],
  [['["a"]', good], { code: 'NOT_AN_OBJECT', severity: 'error', line: 1, found: 'a list of 1' }],
  [[{ question: 'Hi', answer: 'Hello' }], {
    code: 'UNKNOWN_FORMAT', severity: 'error', line: 1, fix: 'Rename question to prompt and answer to completion.',
  }],
  [[{ prompt: 'Hi', chosen: 'Hello', rejected: 'No' }], { code: 'UNUSABLE_FORMAT', severity: 'error', line: 1 }],
  [[{ messages: [] }], { code: 'BAD_MESSAGES', severity: 'error', path: 'messages', found: 'an empty list' }],
  [[turns(user, ['assistant'] as never)], { code: 'BAD_MESSAGE', severity: 'error', path: 'messages[1]' }],
  [[turns({ role: 'narrator', content: 'Hi' }, answer)], { code: 'UNKNOWN_ROLE', path: 'messages[0].role', found: '"narrator"' }],
  [[{ conversations: [{ from: 'human', value: 7 }, { from: 'gpt', value: 'a' }] }], {
    code: 'BAD_CONTENT', severity: 'error', path: 'conversations[0].value', found: '7', expected: 'text',
  }],
  [[turns(user, { role: 'assistant', content: ' \n' })], { code: 'EMPTY_CONTENT', severity: 'error', path: 'messages[1].content' }],
  [['{"text": "a\\ud83d"}'], { code: 'UNPAIRED_SURROGATE', severity: 'error', line: 1, path: 'text' }],
  [[turns(user)], { code: 'NO_ASSISTANT_TURN', severity: 'error', path: 'messages' }],
  [[turns(user, answer, user)], { code: 'LAST_TURN_NOT_ASSISTANT', severity: 'error', path: 'messages', found: 'a list of 3 (user, assistant, user)' }],
  [[call({ name: 'look', arguments: '{at' })], {
    code: 'BAD_TOOL_CALL', severity: 'error', path: 'messages[1].tool_calls[0].function.arguments',
  }],
  [[call({ name: 'look', arguments: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` })], {
    code: 'BAD_TOOL_CALL', severity: 'error', path: 'messages[1].tool_calls[0].function.arguments',
  }],
  [[{ ...good, tools: 'look' }], { code: 'BAD_TOOLS', severity: 'error', path: 'tools', found: '"look"' }],
  [[good], { code: 'LABEL_MISSING', severity: 'error', path: 'label' }, { method: 'kto' }],
  [[{ ...good, label: 'true' }], { code: 'LABEL_NOT_BOOLEAN', severity: 'error', path: 'label', found: '"true"' }],
  [[{ text: 'a', label: true }], { code: 'NO_PROMPT', severity: 'error', path: 'text' }, { method: 'kto' }],
  [[turns(user, user, answer)], { code: 'SAME_ROLE_TWICE', severity: 'warning', path: 'messages[1]', found: 'a second turn of the user' }],
  [[chat('Hi', long)], { code: 'ROW_TOO_LONG', severity: 'warning', found: 'about 109 tokens', expected: 'at most 100' }, { maxTokens: 100 }],
  [['{"text": "a", "text": "b"}'], { code: 'DUPLICATE_KEY', severity: 'warning', line: 1, path: 'text' }],
  [[chat('Hi', 'cafÃ©')], { code: 'GARBLED_TEXT', severity: 'warning', line: 1, found: '"Ã©"' }],
  [['{"text": "it\\u00e2\\u20ac\\u2122s"}'], { code: 'GARBLED_TEXT', severity: 'warning', line: 1, found: '"â€™"' }],
  [[{ ...good, text: 'a' }], { code: 'AMBIGUOUS_FORMAT', severity: 'info', path: 'text' }],
  [[{ system: 'Be brief.', ...good }], { code: 'UNREAD_KEY', severity: 'warning', path: 'system', found: 'system' }],
  [[turns(user, { ...answer, weight: 0 })], { code: 'UNREAD_KEY', severity: 'warning', path: 'messages[1].weight' }],
  [[chat('[INST] Hi [/INST]', 'Ho')], { code: 'TEMPLATE_IN_TEXT', severity: 'warning', path: 'messages[0]', found: '[INST]' }],
  [[good, { id: 7, ...good }], { code: 'DUPLICATE_ROW', severity: 'warning', line: 2, found: 'the words of line 1' }],
  [[{ ...good, label: true }, { ...good, label: false }], { code: 'CONTRADICTING_LABELS', severity: 'warning', line: 2 }, { method: 'kto' }],
  [[good], { code: 'IN_EVALUATION', severity: 'warning', line: 1, found: 'line 2 of the evaluation file' }, {
    evaluationFile: rowsFile([chat('Bye', 'Bye'), good]),
  }],
  [[chat('Hi', 'Good day')], { code: 'PROMPT_IN_EVALUATION', severity: 'info', line: 1 }, { evaluationFile: rowsFile([good]) }],
  [[{ ...good, label: true }], { code: 'ONE_LABEL_ONLY', severity: 'error', found: 'label true in 1 rows' }, { method: 'kto' }],
  [[0, 1, 2].map((row) => chat(`Hi ${row}`, 'Hello', { label: row > 1 })), {
    code: 'LABEL_WEIGHTS', severity: 'warning', found: '0.50 : 1', fix: 'Set the weight of good rows of 2 to 2.67, or that of bad ones of 0.375 to 0.5.',
  }, { method: 'kto' }],
  [[good, { ...good, label: false }], { code: 'LEFT_OUT_BY_LABEL', severity: 'info' }, { method: 'sft' }],
];

test.each(CASES.map((one) => [one[1].code, one] as const))('%#: %s', async (_code, [content, said, input = {}]) => {
  const file = rowsFile(content);
  const { issues, counts, ok } = await inspectDataset({ file, method: 'sft', ...input });
  const issue = issues.find(({ code }) => code === said.code);
  expect(issue).toMatchObject({ ...said, file, message: expect.stringMatching(/\S.*\.$/), fix: expect.stringMatching(/\S.*\.$/) });
  expect(counts[said.code!]).toMatchObject({ count: 1, severity: issue?.severity });
  expect(ok).toBe(issues.every(({ severity }) => severity !== 'error'));
});

// Of a line of 64 MiB: with the files of any size. Of near duplicates: with the other ones.
const INFOS = ['COMPRESSED', 'BYTE_ORDER_MARK', 'BLANK_LINE', 'AMBIGUOUS_FORMAT', 'LEFT_OUT_BY_LABEL', 'PROMPT_IN_EVALUATION'];
test.each(CASES.filter(([, { code = '' }]) => !INFOS.includes(code)).map((one) => [one[1].code, one] as const))('%s says what was found, and what was expected', async (code, [content, , input = {}]) => {
  const { issues } = await inspectDataset({ file: rowsFile(content), method: 'sft', ...input });
  const issue = issues.find((one) => one.code === code);
  expect([issue?.found ?? issue?.message.match(/is missing/)?.[0], issue?.expected]).toEqual([expect.stringMatching(/\S/), expect.stringMatching(/\S/)]);
});

test.each(['São Paulo, NÃO', 'château, Ân, à', 'naïve – “so” …', '\\u00e9 \\u00c3O', 'Ãlvaro'])('%s is text as it was written', async (text) => {
  const { counts } = await inspectDataset({ file: rowsFile([`{"text": "${text}"}`]) });
  expect(counts.GARBLED_TEXT).toBeUndefined();
});

test('there is a case for every code', () => {
  const others = ['LINE_TOO_LONG', 'NEAR_DUPLICATE_ROW'];
  expect(new Set([...CASES.map(([, { code }]) => code), ...others])).toEqual(new Set(DATASET_ISSUE_CODES));
});

test.each([
  ['{"a": NaN}', 7, 'JSON has no NaN and no Infinity: write null'],
  ['{"a": True}', 7, "Python's print of a dict"],
  ["{'a': 1}", 2, 'single quotes'],
  ['{"a": 1,}', 9, 'a comma too many'],
  ['{"a": 1} {"b": 2}', 10, 'two rows on one line'],
  ['{"a": "b', 9, 'goes on in another line'],
  ['{"a": "b\tc"}', 9, 'the control character "\\t"'],
  ['{"a": "\\x41"}', 8, 'an escape that JSON knows'],
  ['{"a" 1}', 6, 'a colon'],
  ['{"a": [1 2]}', 10, 'a comma or ]'],
  [`{"a": ${'['.repeat(2000)}${']'.repeat(2000)}}`, undefined, 'no more than 900 levels'],
])('%s: column %s, and what is wrong there', async (text, column, says) => {
  const { issues: [issue] } = await inspectDataset({ file: rowsFile([chat('Hi', 'Hello'), text]) });
  expect(issue).toMatchObject({ code: 'BAD_JSON', line: 2, ...(column === undefined ? {} : { column }) });
  expect(issue?.message).toContain(says);
});

test('docs/data.md has a row for every code, with its severity', () => {
  const page = readFileSync(new URL('../../../../../docs/data.md', import.meta.url), 'utf8');
  const documented = [...page.matchAll(/^\| `(\w+)` \| (error|warning|info) \|/gm)].map(([, code, severity]) => [code, severity]);
  expect(new Map(documented as [string, string][])).toEqual(new Map(DATASET_ISSUE_CODES.map((code) => [code, ISSUE_TEXTS[code].severity])));
});
