import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Arranged, Expected, Fault, Kit, Place, Rows } from '../trial.ts';

const row = '{"prompt": "Say it. ", "completion": "It."}\n';
const wide = (text: string) => Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);

type Spec = readonly [name: string, on: Kit, rows: Rows, code: string, place: Expected['place'], fix: RegExp];

const SPECS: readonly Spec[] = [
  ['a JSON array', 'rtx sft', `[${row.trim()}, ${row.trim()}]`, 'DATASET_INVALID', 'a JSON array', /jq/],
  [
    'JSON over several lines', 'mac sft', JSON.stringify({ prompt: 'a', completion: 'b' }, null, 2), 'DATASET_INVALID',
    'several lines', /jq/,
  ],
  ['a table', 'rtx sft', 'prompt,completion\nSay it,It\n', 'DATASET_INVALID', 'commas', /pandas/],
  ['Parquet', 'mac sft', 'PAR1\0\0\0\0PAR1', 'DATASET_INVALID', 'a Parquet file', /pandas/],
  ['a web page', 'rtx kto', '<!DOCTYPE html><html></html>', 'DATASET_INVALID', 'an HTML page', /raw/],
  [
    'a pointer file', 'mac kto', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', 'DATASET_INVALID',
    'Git LFS', /git lfs pull/,
  ],
  ['UTF-16', 'rtx sft', wide(row), 'DATASET_INVALID', 'UTF-16LE', /UTF-8/],
  [
    'Windows-1252', 'rtx sft', Buffer.from(`${row}{"prompt": "Sag es. ", "completion": "Schön."}\n`, 'latin1'),
    'preflight_bad_encoding', { line: 2 }, /iconv/,
  ],
  ['an empty file', 'mac sft', '', 'DATASET_EMPTY', 'rows.jsonl', /JSON object a line/],
  ['blank lines alone', 'rtx sft', '\n \n\n', 'DATASET_EMPTY', 'rows.jsonl', /JSON object a line/],
  [
    'gzip that was cut off', 'rtx sft', gzipSync(row.repeat(999)).subarray(0, 40), 'DATASET_INVALID', 'rows.jsonl',
    /npack|again/,
  ],
];

const fault = (name: string, on: Kit, expected: Expected, arrange: (place: Place) => Arranged): Fault =>
  ({ area: 'data', name, on, expected, arrange });

/** Faults of files of rows. */
export const FILES: readonly Fault[] = [
  ...SPECS.map(([name, on, rows, code, place, fix]): Fault => ({ area: 'data', name, on, rows, expected: { code, place, fix } })),
  fault('a file that is not there', 'rtx sft', { code: 'DATASET_NOT_FOUND', place: 'nowhere.jsonl', fix: /datasetFile/ },
    ({ folder }) => ({ datasetFile: join(folder, 'nowhere.jsonl') })),
  fault('a folder', 'mac sft', { code: 'DATASET_NOT_FOUND', place: 'is a folder', fix: /JSONL file/ },
    ({ folder }) => ({ datasetFile: folder })),
  fault('a link to itself', 'rtx kto', { code: 'DATASET_NOT_FOUND', place: 'loop.jsonl', fix: /link|JSONL file/ }, ({ folder }) => {
    symlinkSync('loop.jsonl', join(folder, 'loop.jsonl'));
    return { datasetFile: join(folder, 'loop.jsonl') };
  }),
  fault('held-out rows that are not there', 'rtx sft', { code: 'DATASET_NOT_FOUND', place: 'gone.jsonl', fix: /JSONL file/ },
    ({ folder }) => ({ overrides: { settings: { dataset: { evaluation_file: join(folder, 'gone.jsonl') } } } })),
  fault('the rows themselves as held-out rows', 'mac sft', { code: 'preflight_same_file', place: 'rows.jsonl', fix: /other rows/ },
    ({ folder }) => ({ overrides: { settings: { data: { evaluation_file: join(folder, 'rows.jsonl') } } } })),
  fault('no data set', 'rtx sft', { code: 'DATASET_NOT_SET', place: 'config.yaml', fix: /datasetFile/ },
    () => ({ overrides: { datasetFile: undefined } })),
  ...(process.platform === 'win32' || process.getuid?.() === 0 ? [] : [forbidden()]),
];

/** Nothing is forbidden to root, so that it is a fault only for others. */
function forbidden(): Fault {
  return fault('a file that may not be read', 'rtx sft', { code: 'DATASET_INVALID', place: 'secret.jsonl', fix: /permissions/ }, (place) => {
    const datasetFile = place.write('secret.jsonl', row);
    mkdirSync(place.folder, { recursive: true });
    chmodSync(datasetFile, 0);
    return { datasetFile };
  });
}
