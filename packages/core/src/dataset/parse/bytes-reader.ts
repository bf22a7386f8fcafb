import { isAscii, isUtf8 } from 'node:buffer';
import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';
import { countKeys, countNamed } from './count-keys.ts';

/** In bytes, what every text holds that {@link findGarbled} would find. */
const GARBLED = ['Ã', 'â€', 'â\u0080'].map((text) => Buffer.from(text));
const GARBLED_TEXTS = GARBLED.map((bytes) => bytes.toString('latin1'));

/**
 * Reads rows whose texts are their UTF-8, each byte as one character: what JSON is made of is ASCII, so that the row is the
 * same, and V8 keeps and reads such text twice as fast as text that holds letters of all kinds.
 */
export class BytesReader {
  /** Whether the newest block holds ASCII alone: then the texts are what they say. */
  isAscii = false;
  #block: Buffer | undefined;
  #isUtf8 = false;
  #mayBeGarbled = false;

  /** The row in these bytes of a block of lines; `undefined` where something about it must be looked at in its letters. */
  read(block: Buffer, start: number, end: number): JsonObject | undefined {
    if (block !== this.#block) this.#look(block);
    if (!this.#isUtf8) return undefined;
    const text = block.toString('latin1', start, end);
    // An escape is a letter, not a byte of one.
    if (text.includes('\\u') || (this.#mayBeGarbled && GARBLED_TEXTS.some((mark) => text.includes(mark)))) return undefined;
    try {
      const row: unknown = JSON.parse(text);
      return isObject(row) && countKeys(row) === countNamed(text) ? row : undefined;
    } catch {
      return undefined;
    }
  }

  #look(block: Buffer): void {
    this.#block = block;
    this.isAscii = isAscii(block);
    this.#isUtf8 = this.isAscii || isUtf8(block);
    this.#mayBeGarbled = !this.isAscii && GARBLED.some((mark) => block.includes(mark));
  }
}
