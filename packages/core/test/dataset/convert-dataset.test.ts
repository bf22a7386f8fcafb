import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { convertDataset, inspectDataset, type DatasetFormat } from '../../src/index.ts';
import { chat, rowsFile } from '../support/rows-file.ts';
import { temporaryFolder } from '../support/temporary.ts';

const output = () => join(temporaryFolder(), 'out.jsonl');
const rowsOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
const converted = async (row: object, to: DatasetFormat) => {
  const file = output();
  await convertDataset(rowsFile([row]), file, { to });
  return rowsOf(file);
};

const calling = { role: 'assistant', content: null, tool_calls: [{ function: { name: 'look', arguments: '{"at": 1}' } }] };
const sharegpt = (more: object = {}) => ({ conversations: [{ from: 'human', value: 'Hi' }, { from: 'gpt', value: 'Hello' }], ...more });
const pair = { prompt: [{ role: 'user', content: 'Hi' }], completion: [{ role: 'assistant', content: 'Hello' }] };

describe('a row says the same in another format:', () => {
  test.each<[about: string, row: object, to: DatasetFormat, rows: object[]]>([
    ['ShareGPT as messages, other keys kept', sharegpt({ id: 7, label: true }), 'messages', [chat('Hi', 'Hello', { id: 7, label: true })]],
    ['messages as ShareGPT', chat('Hi', 'Hello'), 'conversations', [sharegpt()]],
    ['turns of the one form under the key of the other', { conversations: chat('Hi', 'Hello').messages }, 'messages', [chat('Hi', 'Hello')]],
    ['tool calls and their results', { messages: [{ role: 'user', content: 'Hi' }, calling, { role: 'tool', name: 'look', content: '' }, { role: 'assistant', content: 'Seen' }], tools: [] }, 'conversations', [{
      conversations: [{ from: 'human', value: 'Hi' }, { from: 'gpt', value: null, tool_calls: calling.tool_calls }, { from: 'tool', name: 'look', value: '' }, { from: 'gpt', value: 'Seen' }], tools: [],
    }]],
    ['a conversation as prompt and completion', chat('Hi', 'Hello'), 'prompt-completion', [pair]],
    ['prompt and completion as a conversation', pair, 'messages', [chat('Hi', 'Hello')]],
    ['two texts as a conversation', { prompt: 'Hi', completion: 'Hello' }, 'messages', [chat('Hi', 'Hello')]],
    ['Alpaca with input', { instruction: 'Add', input: '1 and 2', output: '3' }, 'messages', [chat('Add\n\n1 and 2', '3')]],
    ['Alpaca without', { instruction: 'Hi', input: '', output: 'Hello', id: 7 }, 'conversations', [sharegpt({ id: 7 })]],
    ['a pair of answers as two rows', { prompt: 'Hi', chosen: 'Hello', rejected: 'No', id: 7 }, 'kto', [
      { prompt: 'Hi', completion: 'Hello', id: 7, label: true }, { prompt: 'Hi', completion: 'No', id: 7, label: false },
    ]],
    ['a pair of conversations', { chosen: chat('Hi', 'Hello').messages, rejected: chat('Hi', 'No').messages }, 'kto', [
      chat('Hi', 'Hello', { label: true }), chat('Hi', 'No', { label: false }),
    ]],
    ['a pair that repeats its prompt', { prompt: 'Hi', chosen: chat('Hi', 'Hello').messages, rejected: chat('Hi', 'No').messages }, 'kto', [
      chat('Hi', 'Hello', { label: true }), chat('Hi', 'No', { label: false }),
    ]],
    ['for KTO a row keeps its format', sharegpt({ label: false }), 'kto', [sharegpt({ label: false })]],
    ['text', { text: 'Once', id: 7 }, 'text', [{ text: 'Once', id: 7 }]],
  ])('%s', async (_about, row, to, rows) => {
    const out = await converted(row, to);
    expect(out).toEqual(rows);
    const { issues } = await inspectDataset({ file: rowsFile(out), method: to === 'kto' ? 'kto' : 'sft' });
    expect(issues.filter(({ severity, code }) => severity === 'error' && code !== 'ONE_LABEL_ONLY')).toEqual([]);
  });
});

describe('what would lose something is refused, with its line:', () => {
  const two = [{ role: 'user', content: 'a' }, { role: 'assistant', content: 'b' }];
  test.each<[about: string, row: object, to: DatasetFormat, path: string, says: RegExp]>([
    ['roles in text', chat('Hi', 'Hello'), 'text', '', /who says what/],
    ['text without parts', { text: 'Once' }, 'messages', '', /no parts/],
    ['the worse answer', { prompt: 'Hi', chosen: 'a', rejected: 'b' }, 'messages', '', /would be lost; "kto" keeps both/],
    ['an answer that would not be learned any more', { messages: [...two, ...two] }, 'prompt-completion', 'messages[1]', /would not be/],
    ['an answer that would be learned', { prompt: two, completion: 'c' }, 'messages', 'prompt[1]', /would be/],
    ['no prompt', { messages: [two[1]] }, 'prompt-completion', 'messages', /no turn before/],
    ['no label', chat('Hi', 'Hello'), 'kto', 'label', /expected true/],
    ['a turn in both forms', { messages: [{ role: 'user', content: 'a', from: 'gpt' }, two[1]] }, 'conversations', 'messages[0].from', /both forms/],
    ['a pair with a label', { prompt: 'Hi', chosen: 'a', rejected: 'b', label: true }, 'kto', 'label', /labels of their own/],
    ['another prompt', { prompt: 'Hi', chosen: chat('Ho', 'a').messages, rejected: chat('Ho', 'b').messages }, 'kto', 'chosen', /another prompt/],
    ['a bad row', { messages: [two[0]] }, 'messages', 'messages', /last turn by the assistant/],
    ['blank text that would become a turn', { prompt: 'a', completion: ' ' }, 'messages', 'messages[1].content', /not empty/],
  ])('%s', async (_about, row, to, path, says) => {
    const file = output();
    const error = await convertDataset(rowsFile([pair, row].slice(to === 'messages' ? 0 : 1)), file, { to }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'DatasetError', code: 'DATASET_INVALID', message: expect.stringMatching(says) });
    expect((error as { details: object }).details).toMatchObject({ line: to === 'messages' ? 2 : 1, ...(path === '' ? {} : { path }) });
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('a key that stands twice, and what is no row', async () => {
    for (const [line, says] of [['{"text": "a", "text": "b"}', /text stands there twice/], ['{"text": "a",}', /column 14/], ['[1]', /expected a JSON object/]] as const) {
      await expect(convertDataset(rowsFile([{ text: 'a' }, line]), output(), { to: 'text' })).rejects.toThrow(says);
    }
    await expect(convertDataset(rowsFile(['prompt,completion', 'Hi,Hello']), output(), { to: 'messages' })).rejects.toThrow(/a table of values separated by commas/);
  });
});

describe('the file', () => {
  test('is read packed, in several formats, and says what it was', async () => {
    const rows = [sharegpt(), chat('a', 'b'), { instruction: 'c', output: 'd' }];
    const [file, progress] = [output(), [] as number[]];
    const packed = rowsFile(gzipSync(`\ufeff${rows.map((row) => JSON.stringify(row)).join('\r\n\r\n')}`));
    const result = await convertDataset(packed, file, { to: 'messages', onProgress: ({ rows }) => progress.push(rows) });
    expect(result).toMatchObject({ path: file, rows: 3, read: 3, formats: { conversations: 1, messages: 1, alpaca: 1 } });
    expect(rowsOf(file)).toEqual([chat('Hi', 'Hello'), chat('a', 'b'), chat('c', 'd')]);
    expect(progress.at(-1)).toBe(3);
  });

  test('that is there is not replaced unless that is asked for; it may be the one that is read', async () => {
    const file = rowsFile([sharegpt()]);
    const other = rowsFile([{ text: 'mine' }]);
    await expect(convertDataset(file, other, { to: 'messages' })).rejects.toMatchObject({ code: 'DATASET_NOT_WRITTEN', details: { reason: 'EEXIST' } });
    expect(rowsOf(other)).toEqual([{ text: 'mine' }]);
    await convertDataset(file, file, { to: 'messages', overwrite: true });
    expect(rowsOf(file)).toEqual([chat('Hi', 'Hello')]);
    expect(readdirSync(dirname(file))).toEqual(['rows.jsonl']);
  });

  test('that came meanwhile is not replaced', async () => {
    const file = output();
    const onProgress = () => writeFileSync(file, 'mine');
    await expect(convertDataset(rowsFile([sharegpt()]), file, { to: 'messages', onProgress })).rejects.toMatchObject({ code: 'DATASET_NOT_WRITTEN' });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('without rows, aborted, of no format: nothing is written', async () => {
    const file = output();
    await expect(convertDataset(rowsFile(['']), file, { to: 'text' })).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
    await expect(convertDataset(rowsFile([{ text: 'a' }]), file, { to: 'text', signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(convertDataset(rowsFile([{ text: 'a' }]), file, { to: 'csv' as 'text' })).rejects.toThrow(/no format "csv"/);
    expect(existsSync(file)).toBe(false);
  });
});
