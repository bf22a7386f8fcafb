import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markdownTable } from '../scripts/markdown-table.ts';
import { pack, withBadRow, writeRows } from './dataset/write-rows.ts';

// What inspectDataset costs: whole processes of the built package, in turns, so that a busy machine slows all of them
// alike. `--big` inspects a file of 2 GB instead, once.
const BYTES = 128e6;
const BIG = 2e9;
const ROUNDS = 5;
const once = fileURLToPath(new URL('dataset/inspect-once.mjs', import.meta.url));

/** A file, what is done with it, and how many bytes of rows it holds. */
interface Case {
  readonly file: string;
  readonly what: 'readline' | 'inspect' | 'near';
  readonly bytes: number;
}

/** Of one process: milliseconds, and bytes. */
interface Figures {
  readonly wall: number;
  readonly cpu: number;
  readonly first: number | null;
  readonly rows: number;
  readonly peak: number;
}

function run({ file, what }: Case): Figures {
  return JSON.parse(execFileSync(process.execPath, [once, file, what], { encoding: 'utf8' })) as Figures;
}

async function writeCases(folder: string): Promise<ReadonlyMap<string, Case>> {
  const at = (name: string) => join(folder, name);
  await writeRows(at('rows.jsonl'), BYTES, false);
  await writeRows(at('unicode.jsonl'), BYTES, true);
  await pack(at('rows.jsonl'), at('rows.jsonl.gz'));
  await pack(at('rows.jsonl'), at('rows.jsonl.zst'));
  await withBadRow(at('rows.jsonl'), at('bad.jsonl'));
  const bytesOf = (name: string) => statSync(at(name)).size;
  const one = (name: string, of = name, what: Case['what'] = 'inspect') =>
    ({ file: at(name), what, bytes: bytesOf(of) });
  return new Map([
    ['readline and JSON.parse alone', one('rows.jsonl', 'rows.jsonl', 'readline')],
    ['clean rows', one('rows.jsonl')],
    ['clean rows, Unicode', one('unicode.jsonl')],
    ['clean rows, gzip', one('rows.jsonl.gz', 'rows.jsonl')],
    ['clean rows, zstd', one('rows.jsonl.zst', 'rows.jsonl')],
    ['near duplicates, too', one('rows.jsonl', 'rows.jsonl', 'near')],
    ['the first row is bad', one('bad.jsonl')],
  ]);
}

/** Median, least and most; of one value, that. */
function summary(values: readonly number[]): string {
  if (values.length === 1) return (values[0] ?? Number.NaN).toFixed(0);
  const sorted = values.toSorted((a, b) => a - b);
  const at = (place: number) => (sorted[place] ?? Number.NaN).toFixed(0);
  return `${at(Math.floor(sorted.length / 2))} (${at(0)} to ${at(sorted.length - 1)})`;
}

function row(name: string, bytes: number, all: readonly Figures[]): string[] {
  const rate = (key: 'wall' | 'cpu') => summary(all.map((figures) => bytes / 1e3 / figures[key]));
  const firsts = all.flatMap(({ first }) => (first === null ? [] : [first]));
  const first = firsts.length === 0 ? '' : summary(firsts);
  return [name, rate('wall'), rate('cpu'), first, summary(all.map(({ peak }) => peak / 1e6))];
}

const HEADER = ['MB/s', 'MB per second of processor', 'first issue, ms', 'most memory, MB'];

async function bench(folder: string): Promise<string> {
  const cases = await writeCases(folder);
  const figures = new Map([...cases.keys()].map((name) => [name, [] as Figures[]]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, one] of cases) figures.get(name)?.push(run(one));
  }
  const rows = [...cases].map(([name, { bytes }]) => row(name, bytes, figures.get(name) ?? []));
  return markdownTable([`${BYTES / 1e6} MB of rows of 1 to 4 kB`, ...HEADER], rows);
}

async function benchBig(folder: string): Promise<string> {
  const file = join(folder, 'big.jsonl');
  await writeRows(file, BIG, false);
  const figures = run({ file, what: 'inspect', bytes: BIG });
  return markdownTable([`${BIG / 1e9} GB of them`, ...HEADER], [row('clean rows, once', statSync(file).size, [figures])]);
}

const folder = mkdtempSync(join(tmpdir(), 'tuner-bench-'));
try {
  const isBig = process.argv.includes('--big');
  const table = await (isBig ? benchBig(folder) : bench(folder));
  const rounds = isBig ? '' : `, ${ROUNDS} rounds; median (least to most)`;
  console.log(`Node ${process.versions.node}${rounds}\n\n${table}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
