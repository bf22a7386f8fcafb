import { describe, expect, it } from 'vitest';
import { judge } from '../../src/rows/judge.ts';
import type { ToolCall } from '../../src/rows/tools.ts';

const expected: ToolCall = { tool: 'set_reminder', args: { text: 'water the fern', time: '7:30' } };
const right = { wellFormed: true, rightTool: true, right: true };

describe('judge', () => {
  it.each(['set_reminder(text="water the fern", time="7:30")', ' set_reminder(text="water the fern", time="7:30")\n'])('takes %j', (answer) => {
    expect(judge(expected, answer)).toEqual(right);
  });

  it.each(['set_reminder(text="water the fern", time="7:31")', 'set_reminder(text="water the ferns", time="7:30")'])(
    'sees the wrong argument in %j',
    (answer) => expect(judge(expected, answer)).toEqual({ ...right, right: false }),
  );

  it('sees the wrong tool', () => {
    expect(judge(expected, 'add_event(name="water the fern", time="7:30")')).toEqual({ wellFormed: true, rightTool: false, right: false });
  });

  it.each([
    '', 'Sure!', 'set_reminder', 'set_reminder(text="water the fern")', 'set_reminder(time="7:30", text="water the fern")',
    'set_reminder(text="water the fern", time="7:30"', 'set_alarm(text="water the fern", time="7:30")', 'toString()',
    'set_reminder(text="water the fern", time="7:30") set_reminder(text="water the fern", time="7:30")',
    'set_reminder(text="", time="7:30")',
  ])('calls %j not well-formed', (answer) => {
    expect(judge(expected, answer)).toEqual({ wellFormed: false, rightTool: false, right: false });
  });
});
