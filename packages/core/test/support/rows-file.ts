import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary.ts';

/** A new file that holds these bytes, or these rows and lines: objects as JSON, text as it is. */
export function rowsFile(content: Uint8Array | readonly unknown[], name = 'rows.jsonl'): string {
  const path = join(temporaryFolder(), name);
  const lineOf = (row: unknown) => `${typeof row === 'string' ? row : JSON.stringify(row)}\n`;
  writeFileSync(path, content instanceof Uint8Array ? content : content.map(lineOf).join(''));
  return path;
}

/** A question and its answer, as `messages`. */
export function chat(question: string, answer: string, more: object = {}) {
  return { messages: [{ role: 'user', content: question }, { role: 'assistant', content: answer }], ...more };
}
