import { describe, expect, it } from 'vitest';
import { judge } from '../../src/rows/judge.ts';
import type { ToolCall } from '../../src/rows/tools.ts';

const expected: ToolCall = { tool: 'set_reminder', args: { text: 'wash the coat', time: '7:30' } };
const right = 'set_reminder(text="wash the coat", time="7:30")';

describe('judge', () => {
  it.each([right, ` ${right}\n`])('takes %j', (answer) => {
    expect(judge(expected, answer)).toEqual({ wellFormed: true, rightTool: true, right: true });
  });

  it.each([right.replace('7:30', '7:31'), right.replace('coat', 'coats')])('sees the wrong argument in %j', (answer) => {
    expect(judge(expected, answer)).toEqual({ wellFormed: true, rightTool: true, right: false });
  });

  it('sees the wrong tool', () => {
    const answer = 'send_message(to="wash the coat", text="7:30")';
    expect(judge(expected, answer)).toEqual({ wellFormed: true, rightTool: false, right: false });
  });

  it.each([
    '', 'Sure!', 'set_reminder', 'toString()', right.slice(0, -1), `${right} ${right}`,
    'set_reminder(text="wash the coat")', 'set_reminder(time="7:30", text="wash the coat")',
    'set_alarm(text="wash the coat", time="7:30")', 'set_reminder(text="", time="7:30")',
  ])('calls %j not well-formed', (answer) => {
    expect(judge(expected, answer)).toEqual({ wellFormed: false, rightTool: false, right: false });
  });
});
