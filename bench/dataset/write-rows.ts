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

const BLOCK = 32e6;
/** Where the number of a row stands in it. */
const NUMBER_AT = '{"messages":[{"role":"system","content":"'.length;

/**
 * Writes clean conversations of 1 to 4 kB, with labels, until the file has `bytes`. All have numbers of their own; but
 * for these they repeat after 32 MB, which no inspection notices.
 */
export async function writeRows(file: string, bytes: number, isUnicode: boolean): Promise<void> {
  const { block, starts } = makeBlock(isUnicode);
  const output = await open(file, 'w');
  let number = 10_000_000;
  for (let written = 0; written < bytes; written += block.length) {
    for (const start of starts) block.write(String(number++), start + NUMBER_AT, 'latin1');
    await output.writeFile(block);
  }
  await output.close();
}

function makeBlock(isUnicode: boolean): { block: Buffer; starts: number[] } {
  const next = random(isUnicode ? 2 : 1);
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const text = (count: number) => Array.from({ length: count }, () => {
    if (next() < 0.05) return `${pick(WORDS)}.\n`;
    return isUnicode && next() < 0.02 ? pick(UNICODE) : pick(WORDS);
  }).join(' ');
  const lines: Buffer[] = [];
  const starts: number[] = [];
  for (let size = 0; size < BLOCK; size += lines.at(-1)?.length ?? 0) {
    const turns = Array.from({ length: 1 + Math.floor(next() * 3) }, () => [
      { role: 'user', content: text(60) }, { role: 'assistant', content: text(150) },
    ]);
    const system = { role: 'system', content: `00000000 ${text(40)}` };
    lines.push(Buffer.from(`${JSON.stringify({ messages: [system, ...turns.flat()], label: next() < 0.5 })}\n`));
    starts.push(size);
  }
  return { block: Buffer.concat(lines), starts };
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
