import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { writeDataset, type MessagesRow } from '../../src/index.ts';
import { temporaryFolder } from '../support/temporary.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'rows.jsonl');
});

const chat = (answer: string): MessagesRow => ({ messages: [{ role: 'user', content: 'Grüße 👋\n' }, { role: 'assistant', content: answer }] });
const written = () => readFileSync(file, 'utf8');
const bad = { messages: [{ role: 'user', content: 'Hi' }, { role: 'assistant', content: 7 }] } as unknown as MessagesRow;

describe('writes', () => {
  test('a row a line, and says what it wrote', async () => {
    const rows = [chat('one'), { ...chat('two'), label: false }];
    const result = await writeDataset(file, rows, { format: 'messages' });
    expect(written()).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expect(result).toEqual({
      path: file, rows: 2, bytes: Buffer.byteLength(written()), sha256: createHash('sha256').update(written()).digest('hex'),
    });
  });

  test('what comes one by one, in folders that are not there yet, past the size of a buffer', async () => {
    file = join(folder, 'a', 'b', 'rows.jsonl');
    const long = 'x'.repeat(1000);
    async function* rows() {
      for (let index = 0; index < 1000; index += 1) yield { prompt: `${index}`, completion: long, label: index % 2 === 0 };
    }
    const { rows: count, bytes, sha256 } = await writeDataset(file, rows(), { format: 'kto' });
    const lines = written().trimEnd().split('\n').map((line) => JSON.parse(line) as { prompt: string });
    expect(lines.map(({ prompt }) => prompt)).toEqual(Array.from({ length: 1000 }, (_, index) => `${index}`));
    expect([count, bytes]).toEqual([1000, statSync(file).size]);
    expect(sha256).toBe(createHash('sha256').update(written()).digest('hex'));
  });

  test('over a file that is read meanwhile, with its permissions, through a link to it', async () => {
    writeFileSync(file, `${JSON.stringify({ text: 'old' })}\n`);
    chmodSync(file, 0o600);
    const link = join(folder, 'link.jsonl');
    symlinkSync(file, link);
    function* doubled() {
      for (const line of readFileSync(link, 'utf8').trim().split('\n')) yield* [JSON.parse(line), { text: 'new' }];
    }
    await writeDataset(link, doubled(), { format: 'text' });
    expect(written()).toBe('{"text":"old"}\n{"text":"new"}\n');
    expect(readlinkSync(link)).toBe(file);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('a bad row', () => {
  test('is named with its place, what was found and what was expected', async () => {
    await expect(writeDataset(file, [chat('one'), bad], { format: 'messages' })).rejects.toMatchObject({
      name: 'DatasetError',
      code: 'DATASET_INVALID',
      message: 'Row 2: messages[1].content is 7, expected text.',
      details: { row: 2, path: 'messages[1].content', found: '7', expected: 'text', format: 'messages' },
    });
  });

  test.each([
    [undefined, 'Row 1 is missing, expected an object with messages.'],
    ['Hi', 'Row 1 is "Hi", expected an object with messages.'],
    [{ messages: [] }, 'Row 1: messages is an empty list, expected a list of at least one message.'],
    [{ messages: [{ content: 'Hi' }] }, 'Row 1: messages[0].role is missing, expected system, user, assistant or tool (or human, gpt).'],
    [{ ...chat('one'), label: 'yes' }, 'Row 1: label is "yes", expected true (good answer) or false (bad answer).'],
    [chat('👋'.slice(0, 1)), 'Row 1: messages[1].content is "\\ud83d", expected text without half a surrogate pair.'],
    [{ ...chat('one'), id: 1n }, 'Row 1 holds what JSON cannot: Do not know how to serialize a BigInt.'],
  ])('%# is refused with a reason', async (row, message) => {
    await expect(writeDataset(file, [row as MessagesRow], { format: 'messages' })).rejects.toThrow(message);
  });

  test('may not hold another format, which the trainers would read instead', async () => {
    const row = { conversations: [{ from: 'gpt', value: 'Hello' }], ...chat('one') } as const;
    await expect(writeDataset(file, [row], { format: 'conversations' })).rejects.toThrow('messages is a list of 2 (user, assistant), expected no messages beside');
  });
});

describe('nothing that was there is lost, and nothing is left behind,', () => {
  const before = '{"text":"mine"}\n';
  beforeEach(() => writeFileSync(file, before));
  const expectUntouched = () => {
    expect(written()).toBe(before);
    expect(readdirSync(folder)).toEqual(['rows.jsonl']);
  };

  test('when a row is bad', async () => {
    await expect(writeDataset(file, [chat('one'), bad], { format: 'messages' })).rejects.toThrow('Row 2');
    expectUntouched();
  });
  test('when the rows end with an error of their own, which comes through', async () => {
    function* rows() {
      yield { text: 'one' };
      throw new RangeError('the database is gone');
    }
    await expect(writeDataset(file, rows(), { format: 'text' })).rejects.toThrow(new RangeError('the database is gone'));
    expectUntouched();
  });
  test('when there is no row', async () => {
    await expect(writeDataset(file, [], { format: 'text' })).rejects.toMatchObject({ code: 'DATASET_EMPTY' });
    expectUntouched();
  });
  test('when there is no such format', async () => {
    const format = 'alpaca' as 'text';
    await expect(writeDataset(file, [{ text: 'one' }], { format })).rejects.toThrow(/no format "alpaca".*messages, conversations/);
    expectUntouched();
  });
  test('when the path is a folder, or below a file', async () => {
    mkdirSync(join(folder, 'data'));
    for (const path of [join(folder, 'data'), join(file, 'rows.jsonl')]) {
      await expect(writeDataset(path, [{ text: 'one' }], { format: 'text' })).rejects.toMatchObject({ code: 'DATASET_NOT_WRITTEN' });
    }
    expect(readdirSync(folder).sort()).toEqual(['data', 'rows.jsonl']);
    expect(written()).toBe(before);
  });
  // The shell's limit on the size of files ends a write in its middle, as a full disk does.
  test.skipIf(process.platform === 'win32')('when the disk takes no more', () => {
    const program = `import { writeDataset } from '@tuner/core';
      const rows = Array.from({ length: 2000 }, () => ({ text: 'x'.repeat(1000) }));
      await writeDataset(process.argv[1], rows, { format: 'text' }).catch((error) => console.log(error.code));`;
    const args = ['-c', 'ulimit -f 600; exec "$@"', 'sh', process.execPath, '--conditions=@tuner/source', '--input-type=module'];
    const printed = execFileSync('sh', [...args, '-e', program, file], { cwd: new URL('../..', import.meta.url), encoding: 'utf8' });
    expect(printed.trim()).toBe('DATASET_NOT_WRITTEN');
    expectUntouched();
  });
});
