import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { markdownTable } from '../scripts/markdown-table.ts';

// What importing a package costs: whole processes, in turns, so that a busy machine slows all of them alike. The time
// on the processor says how much work it is, whatever else the machine does.
const ROUNDS = 40;
const packages = fileURLToPath(new URL('../packages/', import.meta.url));
const built = (path: string) => `import ${JSON.stringify(pathToFileURL(join(packages, path)).href)};\n`;
const imports: Readonly<Record<string, string>> = {
  'nothing': '',
  '@tuner/core': built('core/dist/index.js'),
  '@tuner/core/contract': built('core/dist/contract.js'),
  '@tuner/backend-rtx': built('backend-rtx/dist/index.js'),
  '@tuner/backend-mac': built('backend-mac/dist/index.js'),
};
const names = Object.keys(imports);
const TELL = "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log(user + system) });";

/** Milliseconds of one process: until it has ended, and on the processor. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

function costOf(name: string, file: string): Cost {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} cannot be imported; is it built (npm run build)?\n${stderr}`);
  return { wall: performance.now() - started, cpu: Number(stdout) / 1000 };
}

/** By name, a cost a round. */
function measure(folder: string): Map<string, Cost[]> {
  const files = names.map((_, index) => join(folder, `${index}.mjs`));
  for (const [index, file] of files.entries()) writeFileSync(file, `${imports[names[index] ?? '']}${TELL}`);
  const costs = new Map(names.map((name) => [name, [] as Cost[]]));
  // The first round warms the disk's cache and does not count.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [index, name] of names.entries()) {
      const cost = costOf(name, files[index] ?? '');
      if (round > 0) costs.get(name)?.push(cost);
    }
  }
  return costs;
}

/** Median and middle half. */
function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN).toFixed(1);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}

const folder = mkdtempSync(join(tmpdir(), 'tuner-bench-'));
try {
  const costs = measure(folder);
  const bare = costs.get('nothing') ?? [];
  const more = (all: readonly Cost[], key: keyof Cost) =>
    summary(all.map((cost, round) => cost[key] - (bare[round]?.[key] ?? 0)));
  const rows = [...costs].map(([name, all]) =>
    [name, summary(all.map(({ wall }) => wall)), more(all, 'wall'), more(all, 'cpu')]);
  const header = ['import', 'process, ms', 'more than nothing, ms', 'of it on the processor, ms'];
  console.log(`Node ${process.versions.node}, ${ROUNDS} rounds; median (middle half)\n`);
  console.log(markdownTable(header, rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
