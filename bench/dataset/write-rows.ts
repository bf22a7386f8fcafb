import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';

const WORDS = (
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one '
  + 'you were all her she there would their we him been has when who will no more if out so up said what its about than '
  + 'into them can only other time new some could these two may first then do any like my now over such our man me even '
  + 'most made after also did many before must through back years where much your way well down should because each'
).split(' ');
const UNICODE = ['Grüße', '“quoted”', '東京', '👋', 'naïve'];

/** Numbers between 0 and 1, the same for every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Writes clean conversations of 1 to 4 kB, with labels, until the file has `bytes`. */
export async function writeRows(file: string, bytes: number, isUnicode: boolean): Promise<void> {
  const next = random(isUnicode ? 2 : 1);
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const text = (count: number) => Array.from({ length: count }, () => {
    if (next() < 0.05) return `${pick(WORDS)}.\n`;
    return isUnicode && next() < 0.02 ? pick(UNICODE) : pick(WORDS);
  }).join(' ');
  const row = () => {
    const turns = Array.from({ length: 1 + Math.floor(next() * 3) }, () => [
      { role: 'user', content: text(60) }, { role: 'assistant', content: text(150) },
    ]);
    return { messages: [{ role: 'system', content: text(40) }, ...turns.flat()], label: next() < 0.5 };
  };
  const output = await open(file, 'w');
  for (let written = 0; written < bytes;) {
    const block = Buffer.from(Array.from({ length: 500 }, () => `${JSON.stringify(row())}\n`).join(''));
    await output.write(block);
    written += block.length;
  }
  await output.close();
}

/** The same file, compressed. */
export async function pack(file: string, packed: string): Promise<void> {
  const compress = packed.endsWith('.gz') ? createGzip({ level: 6 }) : createZstdCompress();
  await pipeline(createReadStream(file), compress, createWriteStream(packed));
}

/** The same file behind a row that is no JSON. */
export async function withBadRow(file: string, bad: string): Promise<void> {
  const output = createWriteStream(bad);
  output.write('{"messages": oops}\n');
  await pipeline(createReadStream(file), output);
}
