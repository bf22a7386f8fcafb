import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { inLanes } from '../in-lanes.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tuner-lanes-'));
const step = (title, code, report) => ({ title, command: process.execPath, args: ['-e', code], report });
const report = join(folder, 'report.json');
const passed = { success: true, numPassedTests: 2, numFailedTests: 0, numPendingTests: 0 };

it('runs every step once, shows the output of the one that failed, and counts tests', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const results = await inLanes([
    step('good', `require('fs').writeFileSync(process.env.TUNER_TEST_REPORT, '${JSON.stringify(passed)}')`, report),
    step('bad', 'console.log("the reason"); process.exit(3)'),
    step('quiet', 'console.log("nobody asked")'),
  ], { root: folder, env: process.env, lanes: 2 });
  const said = log.mock.calls.join('\n');
  log.mockRestore();
  expect(results).toEqual([
    { ok: true, counts: { passed: 2, failed: 0, skipped: 0 } }, { ok: false, counts: undefined }, { ok: true, counts: undefined },
  ]);
  expect(said).toContain('the reason');
  expect(said).toMatch(/bad: FAILED/);
  expect(said).not.toContain('nobody asked');
});

it('counts a step without a report as it was before as failed', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const [result] = await inLanes([step('silent', '0', report)], { root: folder, env: process.env, lanes: 1 });
  log.mockRestore();
  expect(result).toEqual({ ok: true, counts: { passed: 0, failed: 1, skipped: 0 } });
  expect(readFileSync(report, 'utf8')).toBe('');
});

it('has as many at once as lanes', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const meet = (mine, other) => `const fs = require('fs'); fs.writeFileSync('${mine}', ''); const end = Date.now() + 20000;
    while (!fs.existsSync('${other}')) if (Date.now() > end) process.exit(1);`;
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  const results = await inLanes([step('a', meet(a, b)), step('b', meet(b, a))], { root: folder, env: process.env, lanes: 2 });
  log.mockRestore();
  expect(results.every(({ ok }) => ok)).toBe(true);
});
