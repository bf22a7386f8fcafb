import { generateRequests, type Request, type RowOptions } from './generate-requests.ts';
import { formatCall } from './tools.ts';

/** One turn of a conversation. */
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** A row of a data set: a request and the answer to it. */
export interface Row {
  readonly messages: readonly [Message, Message];
}

/** Training rows: plain requests to an assistant for notes and tasks, each answered by one tool call. */
export function generateRows(options: RowOptions): Row[] {
  return generateRequests('training', options).map(toRightRow);
}

/** Rows with the wordings and arguments of `generateHeldOutRequests`, but other requests: to measure the loss on. */
export function generateHeldOutRows({ seed = 0, count }: RowOptions): Row[] {
  return generateRequests('held-out', { seed: seed + 2, count }).map(toRightRow);
}

/** A row of a request and any answer. */
export function toRow({ request }: Request, answer: string): Row {
  return { messages: [{ role: 'user', content: request }, { role: 'assistant', content: answer }] };
}

function toRightRow(request: Request): Row {
  return toRow(request, formatCall(request));
}
