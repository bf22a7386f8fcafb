import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'tuner-mac-e2e-'));
const COLOURS = ['red', 'blue', 'green', 'grey', 'pink', 'black', 'white', 'amber'];

/** A JSON Lines file with these rows. */
export function file(name: string, rows: readonly object[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}

const chat = (colour: string, answer: string) =>
  [{ role: 'user', content: `Paint it ${colour}` }, { role: 'assistant', content: answer }];

/** Rows of SFT: eight requests, over and over. */
export function sftRows(count: number): object[] {
  return Array.from({ length: count }, (_, index) => {
    const colour = COLOURS[index % COLOURS.length] ?? '';
    return { messages: chat(colour, `paint("${colour}")`) };
  });
}

/** Rows of KTO: every other answer is good. */
export function ktoRows(count: number): object[] {
  return sftRows(count).map((row, index) => {
    if (index % 2 === 1) return { ...row, label: true };
    return { messages: chat(COLOURS[index % COLOURS.length] ?? '', 'no idea at all'), label: false };
  });
}
