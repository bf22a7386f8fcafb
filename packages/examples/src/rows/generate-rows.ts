import { createRandom } from './random.ts';
import { generateRequests, heldOutMaterial, trainingMaterial, type Request } from './generate-requests.ts';
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

/** How many rows, and from which seed: the same options give the same rows. */
export interface RowOptions {
  /** @defaultValue 0 */
  readonly seed?: number;
  readonly count: number;
}

/** Training rows: plain requests to an assistant for notes and dates, each answered by one tool call. */
export function generateRows({ seed = 0, count }: RowOptions): Row[] {
  return generateRequests(createRandom(seed), trainingMaterial, count).map((request) => toRow(request, formatCall(request)));
}

/** Requests whose wording and whose arguments occur in no training row, each with the call it asks for. */
export function generateHeldOutRequests({ seed = 0, count }: RowOptions): Request[] {
  return generateRequests(createRandom(seed + 1), heldOutMaterial, count);
}

/** Rows of the same kind as {@link generateHeldOutRequests}, to measure the loss on. */
export function generateHeldOutRows({ seed = 0, count }: RowOptions): Row[] {
  return generateRequests(createRandom(seed + 2), heldOutMaterial, count).map((request) => toRow(request, formatCall(request)));
}

/** A row of `request` and any answer. */
export function toRow({ request }: Request, answer: string): Row {
  return { messages: [{ role: 'user', content: request }, { role: 'assistant', content: answer }] };
}

/** Rows as JSON Lines, one row a line. */
export function toJsonLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
