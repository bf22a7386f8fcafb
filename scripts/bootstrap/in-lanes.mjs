import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { countTests } from './reports.mjs';

/** Most machines that run this have two cores; more lanes bring little where the longest step takes a third of it all. */
const MOST_LANES = 2;

/**
 * Runs steps `{ title, command, args, report? }`, as many at once as there are lanes, in their order. A step's output is
 * shown when it has failed; of one with a report, the tests are counted. Gives `{ ok, counts? }` for each.
 */
export async function inLanes(steps, { root, env, lanes = Math.min(MOST_LANES, availableParallelism()) }) {
  const threads = String(Math.max(1, Math.floor(availableParallelism() / lanes)));
  const options = { cwd: root, env: { OMP_NUM_THREADS: threads, ...env }, shell: process.platform === 'win32' };
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < steps.length) {
      const index = next++;
      results[index] = await runStep(steps[index], options);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}

async function runStep({ title, command, args, report }, options) {
  const started = performance.now();
  if (report) writeFileSync(report, '');
  const env = report ? { ...options.env, TUNER_TEST_REPORT: report } : options.env;
  const { ok, output } = await run(command, args, { ...options, env });
  const counts = report && countTests(readFileSync(report, 'utf8'));
  const said = counts ? `, ${counts.passed} passed` : '';
  if (!ok) console.log(output);
  console.log(`→ ${title}: ${ok ? 'done' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s${said}`);
  return { ok, counts };
}

function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}
