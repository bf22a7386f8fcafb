import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './trainers/options.ts';
import { runCase } from './trainers/run-case.ts';
import { suites } from './trainers/suites.ts';
import { printCase } from './trainers/table.ts';

// Ours against the stock trainers: the same rows, LoRA, epochs and held-out rows, in turns, whole processes.
const options = readOptions(process.argv.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'tuner-bench-'));
try {
  for (const suite of await suites(options)) {
    for (const one of suite.cases) printCase(one, await runCase(suite, one, { folder, rounds: options.rounds }));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
