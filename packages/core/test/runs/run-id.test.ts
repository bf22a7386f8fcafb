import { expect, test } from 'vitest';
import { checkRunId, newRunId } from '../../src/runs/run-id.ts';

test('a new id is a safe name that sorts by time', () => {
  const ids = ['2026-11-24T09:30:15Z', '2026-11-24T09:30:16Z'].map((time) => newRunId('sft', new Date(time)));
  expect(ids.map((id) => checkRunId(id))).toEqual([...ids].sort());
  expect(ids[0]).toMatch(/^20261124-093015-sft-[0-9a-f]{6}$/);
});

test.each([['../elsewhere'], [''], ['Upper'], ['a'.repeat(65)], [undefined], [null], [7]])('%j is refused', (id) => {
  expect(() => checkRunId(id as string)).toThrow(expect.objectContaining({ code: 'RUN_ID_INVALID' }));
});
