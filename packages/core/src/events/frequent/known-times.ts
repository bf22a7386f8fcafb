import type { ByteReader } from './byte-reader.ts';

const MINUTE = '2026-01-02T03:04:'.length;
const ZONE = Buffer.from('Z');
const DOT = Buffer.from('.');
const SECONDS = Array.from({ length: 60 }, (_, second) => String(second).padStart(2, '0'));
const MILLISECONDS = Array.from({ length: 1000 }, (_, part) => `.${String(part).padStart(3, '0')}Z`);

/** Reads times of the form `2026-01-02T03:04:05.678Z` whose minute was found to be right before. */
export class KnownTimes {
  #minute = '';
  #bytes = Buffer.alloc(0);
  #second = -1;
  #start = '';

  /** Those of the minute of a checked time of that form are known from now on. */
  learn(time: string): void {
    this.#minute = time.slice(0, MINUTE);
    this.#bytes = Buffer.from(this.#minute);
    this.#second = -1;
  }

  /** The time that comes; another one fails. */
  read(reader: ByteReader): string {
    reader.expect(this.#bytes);
    const second = reader.digits(2);
    reader.expect(DOT);
    const part = reader.digits(3);
    reader.expect(ZONE);
    if (this.#minute === '' || second >= SECONDS.length) reader.failed = true;
    if (reader.failed) return '';
    if (second !== this.#second) {
      this.#second = second;
      this.#start = this.#minute + SECONDS[second]!;
    }
    return this.#start + MILLISECONDS[part]!;
  }
}
