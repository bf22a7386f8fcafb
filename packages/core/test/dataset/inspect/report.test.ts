import { describe, expect, test } from 'vitest';
import { createTuner, decideObjective, inspectDataset, type DatasetIssue } from '../../../src/index.ts';
import { chat, rowsFile } from '../../support/rows-file.ts';

const words = (count: number, seed = 0) => Array.from({ length: count }, (_, index) => `word${(index * 7 + seed) % 1009}`).join(' ');

describe('the report', () => {
  test('counts formats, labels, turns, roles, tool calls, characters and tokens', async () => {
    const called = { role: 'assistant', tool_calls: [{ function: { name: 'look', arguments: { at: 1 } } }] };
    const file = rowsFile([
      chat('Hi', 'Hello', { label: true }),
      { conversations: [{ from: 'human', value: 'Hi' }, { from: 'gpt', value: 'No' }], label: false },
      { messages: [{ role: 'system', content: 'Be brief' }, { role: 'user', content: 'At?' }, called, { role: 'tool', content: '' }, { role: 'assistant', content: 'Seen' }] },
      { prompt: 'a', completion: 'b' },
    ]);
    const report = await inspectDataset({ file, method: 'sft', filterDesirable: false });
    expect(report).toMatchObject({
      file, method: 'sft', ok: true, format: 'mixed', formats: { messages: 2, conversations: 1, 'prompt-completion': 1 },
      lines: 4, rows: 4, usable: 4, unusable: 0, leftOutByLabel: 0,
      labels: { good: 1, bad: 1, none: 2 }, roles: { system: 1, user: 3, assistant: 4, tool: 1 }, toolCalls: 1,
      turns: { total: 9, mean: 2.25, min: 0, p50: 2, p95: 5, max: 5 },
      characters: { total: 7 + 4 + 28 + 2, max: 28 },
      evaluation: null, leakage: null, nearDuplicates: null, tooLong: null,
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('quantiles are off by less than 1.6 %, of lengths of every size', async () => {
    const lengths = Array.from({ length: 2000 }, (_, index) => Math.round(2 ** (index / 125)));
    const { characters } = await inspectDataset({ file: rowsFile(lengths.map((length) => ({ text: 'x'.repeat(length) }))) });
    const sorted = lengths.toSorted((a, b) => a - b);
    expect(characters).toMatchObject({ min: sorted[0], max: sorted.at(-1), total: lengths.reduce((a, b) => a + b) });
    for (const [quantile, share] of [['p50', 0.5], ['p95', 0.95]] as const) {
      const exact = sorted[Math.ceil(2000 * share) - 1]!;
      expect(Math.abs(characters[quantile] / exact - 1)).toBeLessThan(0.016);
    }
  });

  test('keeps and tells twenty issues of a code, and counts all', async () => {
    const seen: DatasetIssue[] = [];
    const file = rowsFile([...Array.from({ length: 70 }, () => 'oops'), chat('Hi', 'Hello')]);
    const report = await inspectDataset({ file }, { onIssue: (issue) => seen.push(issue) });
    expect(report.counts.BAD_JSON).toEqual({ severity: 'error', count: 70, lines: [1, 2, 3, 4, 5] });
    expect(report.issues.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(seen).toEqual(report.issues);
    expect((await inspectDataset({ file }, { issuesPerCode: 2 })).issues).toHaveLength(2);
  });

  test('advises the weights that the trainers would', async () => {
    const rows = Array.from({ length: 60 }, (_, row) => chat(`${row}`, 'a', { label: row < 45 }));
    const weights = { good: 1, bad: 1, keys: ['training.desirable_weight', 'training.undesirable_weight'] } as const;
    const { labels, issues } = await inspectDataset({ file: rowsFile(rows), method: 'kto', weights });
    expect(labels.advisedWeights).toEqual({ good: [1 / 3, 4 / 9], bad: [2.25, 3] });
    expect(issues).toMatchObject([{ code: 'LABEL_WEIGHTS', suggestions: [
      { overrides: { settings: { training: { desirable_weight: 0.333 } } } },
      { overrides: { settings: { training: { undesirable_weight: 3 } } } },
    ] }]);
    const fitting = await inspectDataset({ file: rowsFile(rows), method: 'kto', weights: { good: 1, bad: 3 } });
    expect(fitting.issues).toEqual([]);
  });
});

describe('the method auto', () => {
  const unlabelled = chat('Hi', 'none');
  test.each<[labels: (boolean | undefined)[], method: string, usable: number]>([
    [[true, false, undefined], 'kto', 2],
    [[true, true, undefined], 'sft', 3],
    [[undefined, undefined, undefined], 'sft', 3],
    [[false, false, undefined], 'sft', 1],
  ])('%j: %s', async (labels, method, usable) => {
    const file = rowsFile(labels.map((label, row) => (label === undefined ? { ...unlabelled, row } : chat('Hi', `${row}`, { label }))));
    const report = await inspectDataset({ file });
    expect(report).toMatchObject({ method, usable });
    expect((await decideObjective(file)).objective).toBe(method);
    expect(report.counts.LABEL_MISSING?.count).toBe(method === 'kto' ? 1 : undefined);
  });
});

describe('repetitions', () => {
  test('the same words are the same row, whatever its form and other keys', async () => {
    const file = rowsFile([
      chat('Hi', 'Hello', { id: 1 }),
      { conversations: [{ from: 'human', value: 'Hi' }, { from: 'gpt', value: 'Hello' }] },
      chat('Hi', 'Hello!'), chat('HiHello', ''), { prompt: 'Hi', completion: 'Hello' },
    ]);
    const { duplicates } = await inspectDataset({ file });
    expect(duplicates).toMatchObject({ rows: 1, examples: [{ line: 2, of: 1 }], contradictions: 0, compared: 3, isComplete: true });
  });

  test('near duplicates when asked for, and not those that differ', async () => {
    const text = words(300);
    const near = text.replace('word70', 'changed').replace('word700', 'changed');
    const file = rowsFile([chat('Hi', text), chat('Hi', words(300, 13)), chat('Hi', near), chat('Hi', 'short'), chat('Ho', 'short')]);
    const report = await inspectDataset({ file }, { nearDuplicates: true });
    expect(report.nearDuplicates).toMatchObject({ rows: 1, examples: [{ line: 3, of: 1 }] });
    expect(report.nearDuplicates?.examples[0]?.similarity).toBeGreaterThan(0.8);
    expect(report.issues).toMatchObject([{ code: 'NEAR_DUPLICATE_ROW', line: 3 }]);
    expect((await inspectDataset({ file })).issues).toEqual([]);
  });

  test('a shared system prompt does not make rows alike', async () => {
    const system = { role: 'system', content: words(400) };
    const row = (seed: number) => ({ messages: [system, ...chat(words(9, seed), words(9, seed + 99)).messages] });
    const { nearDuplicates } = await inspectDataset({ file: rowsFile([1, 2, 3, 4].map((n) => row(n * 200))) }, { nearDuplicates: true });
    expect(nearDuplicates?.rows).toBe(0);
  });

  test('what the evaluation file shares with the rows', async () => {
    const evaluationFile = rowsFile([chat('a', '1'), chat('b', '2'), chat('c', '3'), 'oops']);
    const file = rowsFile([chat('z', '1'), chat('b', '2'), chat('b', '2', { id: 7 }), chat('c', 'other'), chat('a', '1')]);
    const report = await inspectDataset({ file, evaluationFile });
    expect(report.leakage).toEqual({ rows: 2, prompts: 1, examples: [{ line: 2, of: 2 }, { line: 5, of: 1 }] });
    expect(report.evaluation).toMatchObject({ file: evaluationFile, rows: 4, usable: 3 });
    expect(report.issues[0]).toMatchObject({ code: 'BAD_JSON', file: evaluationFile, line: 4 });
  });
});

describe('reading', () => {
  test('tells how far it is', async () => {
    const progress: { bytesRead: number; bytes: number; rows: number }[] = [];
    const rows = Array.from({ length: 3000 }, (_, row) => chat(`${row}`, words(150)));
    const { bytes } = await inspectDataset({ file: rowsFile(rows) }, { onProgress: (at) => progress.push(at) });
    expect(progress.length).toBeGreaterThan(2);
    expect(progress.at(-1)).toMatchObject({ bytesRead: bytes, bytes, rows: 3000 });
    expect(progress.map(({ rows }) => rows)).toEqual(progress.map(({ rows }) => rows).toSorted((a, b) => a - b));
  });

  test('ends when it is aborted, before and within', async () => {
    const file = rowsFile(Array.from({ length: 3000 }, (_, row) => chat(`${row}`, words(150))));
    await expect(inspectDataset({ file }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'DatasetError', code: 'ABORTED' });
    const controller = new AbortController();
    let rows = 0;
    const onProgress = (at: { rows: number }) => {
      rows = at.rows;
      controller.abort();
    };
    await expect(inspectDataset({ file }, { signal: controller.signal, onProgress })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(rows).toBeLessThan(3000);
  });

  test('a file that is not there is an error', async () => {
    const file = rowsFile([chat('Hi', 'Hello')]);
    await expect(inspectDataset({ file: `${file}.none` })).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    await expect(inspectDataset({ file, evaluationFile: `${file}.none` })).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
  });

  test.each([
    [{ file: '' }, {}, 'file'], [{ file: 'a', method: 'dpo' as 'sft' }, {}, 'method'], [{ file: 'a', maxTokens: 0 }, {}, 'maxTokens'],
    [{ file: 'a' }, { issuesPerCode: 0 }, 'issuesPerCode'], [{ file: 'a' }, { nearDuplicates: { threshold: 80 } }, 'nearDuplicates.threshold'],
  ] as const)('%j %j is refused', async (input, options, option) => {
    await expect(inspectDataset(input, options)).rejects.toMatchObject({ code: 'DATASET_INVALID', details: { option } });
  });

  test('a line that is longer than 64 MiB is left out, the next one is read', async () => {
    const long = Buffer.concat([Buffer.from('{"text": "'), Buffer.alloc(65 * 1024 * 1024, 'x'), Buffer.from('"}\n{"text": "a"}\n')]);
    const report = await inspectDataset({ file: rowsFile(long) });
    expect(report).toMatchObject({ rows: 2, usable: 1, lines: 2 });
    expect(report.issues).toMatchObject([{ code: 'LINE_TOO_LONG', line: 1 }]);
  });

  test('a tuner has it, too', async () => {
    const tuner = createTuner({ home: rowsFile([]) });
    expect(await tuner.inspectDataset({ file: rowsFile([chat('Hi', 'Hello')]) })).toMatchObject({ ok: true, usable: 1 });
  });
});
