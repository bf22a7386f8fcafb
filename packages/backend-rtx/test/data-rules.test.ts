import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { inspectDataset, overrideConfig } from '@tuner/core';
import { afterAll, expect, test } from 'vitest';
import { RTXBackend } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));
const backend = new RTXBackend({ device: 'cpu' });
const file = (name: string, rows: readonly object[]) => {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
};
const row = (prompt: string, label: boolean, length = 4) => ({ prompt, completion: 'x'.repeat(length), label });
const rows = [row('a', true), row('b', true), row('c', true), row('d', false), row('e', true, 9000)];
const datasetFile = file('rows.jsonl', rows);

test('SFT: the length, what is left out, and the evaluation file are those of the configuration', async () => {
  const evaluation_file = file('evaluation.jsonl', [row('b', true), row('z', true)]);
  const config = await backend.loadConfig('sft', { datasetFile, settings: { dataset: { evaluation_file } } });
  const report = await inspectDataset(config);
  expect(report).toMatchObject({
    file: datasetFile, method: 'sft', ok: true, usable: 4, leftOutByLabel: 1, tooLong: { limit: 2048, rows: 1 },
    evaluation: { file: evaluation_file, rows: 2 }, leakage: { rows: 1 },
  });
  const longer = overrideConfig(config, { settings: { training: { max_seq_length: 4096 }, dataset: { filter_desirable: false } } });
  expect(await inspectDataset(longer)).toMatchObject({ usable: 5, leftOutByLabel: 0, tooLong: { limit: 4096, rows: 0 } });
});

test('a model in a folder that has fewer positions than the maximum length is the limit', async () => {
  const modelName = join(folder, 'model');
  mkdirSync(modelName);
  writeFileSync(join(modelName, 'config.json'), '{"text_config": {"max_position_embeddings": 512}}');
  const { tooLong } = await inspectDataset(await backend.loadConfig('sft', { datasetFile, modelName }));
  expect(tooLong).toEqual({ limit: 512, rows: 1 });
});

test('KTO: the weights are, and what is suggested can be applied as it is', async () => {
  const config = await backend.loadConfig('kto', { datasetFile });
  const { issues, method } = await inspectDataset(config);
  const weights = issues.find(({ code }) => code === 'LABEL_WEIGHTS');
  expect([method, weights?.found]).toEqual(['kto', '4.00 : 1']);
  for (const { overrides } of weights?.suggestions ?? []) {
    const { counts } = await inspectDataset(overrideConfig(config, overrides));
    expect(counts.LABEL_WEIGHTS).toBeUndefined();
  }
  expect(weights?.suggestions).toHaveLength(2);
});

test('without a data set it says which key is empty', async () => {
  await expect(inspectDataset(await backend.loadConfig('sft'))).rejects.toMatchObject({ code: 'DATASET_NOT_SET' });
});

test.each([['gzip', gzipSync], ['zstd', zstdCompressSync]])('a file packed with %s is read by the trainers, and by the lint', async (name, pack) => {
  const packed = join(folder, `rows.${name}`);
  writeFileSync(packed, pack('{"text": "a"}\n'));
  expect(await inspectDataset(await backend.loadConfig('sft', { datasetFile: packed }))).toMatchObject({ ok: true, usable: 1, compression: name });
});
