import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { markdownTable } from '../scripts/markdown-table.ts';

// What importing a package costs: whole processes, in turns, so that a busy machine slows all of them alike.
const ROUNDS = 40;
const packages = fileURLToPath(new URL('../packages/', import.meta.url));
const built = (path: string) => `import ${JSON.stringify(pathToFileURL(join(packages, path)).href)};`;
const programs: Readonly<Record<string, string>> = {
  'nothing': '',
  '@tuner/core': built('core/dist/index.js'),
  '@tuner/core/contract': built('core/dist/contract.js'),
  '@tuner/backend-rtx': built('backend-rtx/dist/index.js'),
  '@tuner/backend-mac': built('backend-mac/dist/index.js'),
};

function measure(folder: string): Map<string, number[]> {
  const times = new Map(Object.keys(programs).map((name) => [name, [] as number[]]));
  // The first round warms the disk's cache and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, name] of Object.keys(programs).entries()) {
      const started = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [join(folder, `${index}.mjs`)], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name} cannot be imported; is it built (npm run build)?\n${stderr}`);
      if (round > 0) times.get(name)?.push(performance.now() - started);
    }
  }
  return times;
}

/** The value that the fraction `part` of the values lie below. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}

const ms = (value: number) => value.toFixed(1);
const spread = (values: readonly number[]) => `${ms(quantile(values, 0.25))} to ${ms(quantile(values, 0.75))}`;

const folder = mkdtempSync(join(tmpdir(), 'tuner-bench-'));
try {
  for (const [index, text] of Object.values(programs).entries()) writeFileSync(join(folder, `${index}.mjs`), text);
  const times = measure(folder);
  const bare = times.get('nothing') ?? [];
  const rows = [...times].map(([name, values]) => {
    const more = values.map((value, round) => value - (bare[round] ?? 0));
    const ratio = quantile(values, 0.5) / quantile(bare, 0.5);
    return [name, ms(quantile(values, 0.5)), spread(values), ms(quantile(more, 0.5)), spread(more), ratio.toFixed(2)];
  });
  const header = ['import', 'median, ms', 'middle half', 'more than nothing, ms', 'middle half', 'ratio'];
  console.log(`Node ${process.versions.node}, ${ROUNDS} rounds\n\n${markdownTable(header, rows)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
