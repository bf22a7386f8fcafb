import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { inspectDataset } from '@tuner/core';
import { afterAll, expect, test } from 'vitest';
import { MacBackend } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tuner-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));
const datasetFile = join(folder, 'rows.jsonl');

test.each([
  [[true, true, false, undefined], { method: 'kto', usable: 3, tooLong: { limit: 512 }, ok: false }, 2],
  [[true, true, true, undefined], { method: 'sft', usable: 4, tooLong: { limit: 512 }, ok: true }, undefined],
] as const)('labels %j decide the objective, by the weights and the length of the configuration', async (labels, expected, weight) => {
  const rows = labels.map((label, row) => `${JSON.stringify({ prompt: `${row}`, completion: 'a', label })}\n`);
  writeFileSync(datasetFile, rows.join(''));
  const settings = { data: { max_seq_length: 512 }, kto: { lambda_u: 1 } };
  const report = await inspectDataset(await new MacBackend().loadConfig('mlx', { datasetFile, settings }));
  expect(report).toMatchObject(expected);
  const suggested = report.issues.find(({ code }) => code === 'LABEL_WEIGHTS')?.suggestions?.[1];
  expect(suggested?.overrides).toEqual(weight && { settings: { kto: { lambda_u: weight } } });
});

test('a file packed with zstd, which nothing that comes with MLX unpacks, is an error with the way out', async () => {
  const packed = join(folder, 'rows.jsonl.zst');
  writeFileSync(packed, zstdCompressSync('{"text": "a"}\n'));
  const { issues: [issue], ok } = await inspectDataset(await new MacBackend().loadConfig('mlx', { datasetFile: packed }));
  expect([ok, issue]).toMatchObject([false, { code: 'COMPRESSED', severity: 'error', fix: expect.stringContaining(`zstd -d ${packed}`) }]);
});
