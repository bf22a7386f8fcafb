import { expect, it } from 'vitest';
import { readReport, reportProblems, type HostReport } from '../host-report.ts';

const good: HostReport = {
  node: '22.15.0', status: 'succeeded', losses: [6.2, 4.1, 2.2], hasAdapter: true,
  assets: { supervisor: 'a', trainers: 'b' }, canWriteProgram: false,
};
const expected = { node: '22.15.0', readOnly: true };

it('a report is the last line, whatever was printed before it', () => {
  expect(readReport(`a warning\n${JSON.stringify(good)}\n`)).toEqual(good);
  expect(() => readReport('')).toThrow('no report');
  expect(() => readReport('{"node":"22"}\n')).toThrow('its last line is: {"node":"22"}');
});

it('a host that trained has no problems', () => {
  expect(reportProblems(good, expected)).toEqual([]);
  expect(reportProblems({ ...good, canWriteProgram: true }, { ...expected, readOnly: false })).toEqual([]);
});

it.each<[string, Partial<HostReport>, string]>([
  ['another Node', { node: '24.0.0' }, 'it ran on Node 24.0.0, not on 22.15.0'],
  ['a run that failed', { status: 'failed', error: 'no memory' }, 'the run ended as failed: no memory'],
  ['a loss that stays', { losses: [6.2, 6.1] }, 'the held-out loss did not fall: 6.2, 6.1'],
  ['one loss only', { losses: [6.2] }, 'the held-out loss did not fall: 6.2'],
  ['a loss that is no number', { losses: [6.2, null] }, 'the held-out loss did not fall: 6.2, '],
  ['no adapter', { hasAdapter: false }, 'there is no adapter'],
  ['a folder that is not read-only', { canWriteProgram: true }, 'its folder could be written to'],
])('%s is a problem', (_what, changes, problem) => {
  expect(reportProblems({ ...good, ...changes }, expected)).toEqual([problem]);
});
