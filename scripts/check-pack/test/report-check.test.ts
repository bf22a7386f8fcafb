import { expect, it } from 'vitest';
import { inTurns } from '../in-turns.ts';
import { hostTable, problemLines, sizesTable, skippedLines } from '../report-check.ts';

const outcome = {
  host: 'ES module', node: '22.15.0', backend: 'rtx', seconds: 12.34, problems: [], losses: [6.2, 2.19],
};

it('the host table says what each host showed', () => {
  const failed = { ...outcome, host: 'one file', seconds: 3, problems: ['no report', 'no adapter'], losses: [] };
  expect(hostTable([outcome, failed]).split('\n')).toEqual([
    '| host      |    Node | back end | seconds | result                              |',
    '|-----------|--------:|----------|--------:|-------------------------------------|',
    '| ES module | 22.15.0 | rtx      |    12.3 | trained, held-out loss 6.20 to 2.19 |',
    '| one file  | 22.15.0 | rtx      |     3.0 | FAILED                              |',
  ]);
  expect(problemLines(['core: no README'], [outcome, failed])).toEqual([
    'core: no README', 'one file, Node 22.15.0, rtx: no report', 'one file, Node 22.15.0, rtx: no adapter',
  ]);
});

it('the sizes are in kilobytes', () => {
  const files = { a: '', b: '' };
  const tarball = { name: '@tuner/core', path: 'x.tgz', bytes: 61_311, unpackedBytes: 246_900, files };
  expect(sizesTable([tarball]).split('\n').at(-1)).toBe('| @tuner/core | 61.3 kB | 246.9 kB |     2 |');
});

it('what was skipped says why', () => {
  expect(skippedLines([{ title: 'back end mac', reason: 'no wheels' }])).toEqual(['skipped: back end mac: no wheels']);
});

it('work is done a few at a time, and results stand in order', async () => {
  let running = 0;
  let most = 0;
  const results = await inTurns(2, [30, 1, 10, 1], async (ms) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => { setTimeout(resolve, ms); });
    running -= 1;
    return ms * 2;
  });
  expect({ results, most }).toEqual({ results: [60, 2, 20, 2], most: 2 });
});
