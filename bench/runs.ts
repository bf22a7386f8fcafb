import { createTuner } from '@tuner/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { markdownTable } from '../scripts/markdown-table.ts';
import { measureEta } from './runs/eta.ts';
import { measureFollowing } from './runs/follow.ts';
import { measureReplay } from './runs/replay.ts';
import { measureStartStop } from './runs/start-stop.ts';
import { measureTax } from './runs/tax.ts';
import { ticksBackend } from './runs/ticks-backend.ts';

// What is around a training: events, start, stop, supervision. --only NAME runs a part: follow, replay, stop, tax.
// --eta measures instead whether the time that remains is said right, over --runs real trainings.
const { values } = parseArgs({
  allowPositionals: true, options: {
    only: { type: 'string', multiple: true }, eta: { type: 'boolean' }, runs: { type: 'string', default: '10' },
    pairs: { type: 'string', default: '6' }, steps: { type: 'string', default: '600' },
  },
});
const home = mkdtempSync(join(tmpdir(), 'tuner-bench-'));
const tuner = createTuner({ backends: [ticksBackend()], home });
const parts = {
  follow: () => measureFollowing(tuner),
  replay: () => measureReplay(tuner),
  stop: () => measureStartStop(tuner),
  tax: () => measureTax(home, Number(values.pairs), Number(values.steps)),
};

async function measure(): Promise<string> {
  if (values.eta) return measureEta(home, Number(values.runs), Number(values.steps));
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const figures = [];
  for (const name of names) if (!values.only || values.only.includes(name)) figures.push(...(await parts[name]()));
  return markdownTable(['what', 'measured', 'goal'], figures.map(({ what, value, goal = '' }) => [what, value, goal]));
}

try {
  console.log(await measure());
} finally {
  await tuner.close();
  rmSync(home, { recursive: true, force: true });
}
