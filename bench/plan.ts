import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createTuner, type Tuner } from '@tuner/core';
import { managedBackend } from '../scripts/managed-backends.ts';
import { CASES, titleOf, type PlanCase } from './plan/cases.ts';
import { estimateCase, measureCase, type Measured, type Workplace } from './plan/measure-case.ts';
import { resultsTable, type PlanResult } from './plan/results-table.ts';

// Estimated against measured memory: every case in a process of its own, two real steps on the CPU. With --resume cases
// that were measured before are not measured again; --seconds ends it after so long; --match chooses by title.
const { values } = parseArgs({
  args: process.argv.slice(3), allowPositionals: true, options: {
    match: { type: 'string', default: '' }, resume: { type: 'boolean', default: false },
    seconds: { type: 'string', default: 'Infinity' },
  },
});
const folder = fileURLToPath(new URL('../.cache/bench-plan', import.meta.url));
const file = join(folder, 'results.jsonl');
mkdirSync(folder, { recursive: true });
if (!values.resume) rmSync(file, { force: true });

const [rtx, mac] = [await managedBackend('rtx', 'cpu'), await managedBackend('mac', 'cpu')];
const managed = createTuner({ backends: [rtx.backend, mac.backend] });
const pythonOf = async (name: PlanCase['backend']) => (await managed.ensureEnvironment(name)).pythonPath;
const place: Workplace = {
  folder, pythons: { rtx: await pythonOf('rtx'), mac: await pythonOf('mac') },
  // A home without earlier runs.
  tuner: createTuner({ backends: [rtx.backend, mac.backend], home: join(folder, 'home') }) as Tuner,
};

const known = new Map<string, Measured>();
for (const line of existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) {
  const measured = JSON.parse(line) as Measured;
  known.set(measured.title, measured);
}
const chosen = CASES.filter((plan) => titleOf(plan).includes(values.match));
const began = Date.now();
for (const plan of chosen.filter((each) => !known.has(titleOf(each)))) {
  if (Date.now() - began > Number(values.seconds) * 1000) break;
  const measured = await measureCase(place, plan);
  known.set(measured.title, measured);
  appendFileSync(file, `${JSON.stringify(measured)}\n`);
  console.error(`${measured.title}: ${Math.round(measured.peakBytes / 1e6)} MB`);
}
const results: PlanResult[] = [];
for (const plan of chosen) {
  const measured = known.get(titleOf(plan));
  if (measured) results.push({ plan, measured, estimated: await estimateCase(place, plan) });
}
console.log(resultsTable(results));
