import type { Part } from './arguments.ts';
import { generateHeldOutPreferenceRows, generatePreferenceRows } from './generate-preference-rows.ts';

/** What an app keeps of a conversation: what was asked, what its assistant answered, which thumb a person gave. */
export interface Feedback {
  readonly question: string;
  readonly answer: string;
  readonly thumb: 'up' | 'down';
}

/** The feedback of made-up people: thumbs up for right tool calls, down for wrong ones and chatter. */
export function collectFeedback(part: Part, count: number): Feedback[] {
  const rows = part === 'training' ? generatePreferenceRows({ count }) : generateHeldOutPreferenceRows({ count });
  return rows.map(({ messages: [question, answer], label }) => ({
    question: question.content, answer: answer.content, thumb: label ? 'up' : 'down',
  }));
}
