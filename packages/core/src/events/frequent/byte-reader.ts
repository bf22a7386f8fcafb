import { Decimal } from './decimal.ts';

const [ZERO, MINUS, PLUS, DOT, E, SMALL_E] = [0x30, 0x2d, 0x2b, 0x2e, 0x45, 0x65] as const;
/** A count of more digits is not sure to be a safe integer. */
const COUNT_DIGITS = 15;
const NULL = Buffer.from('null');

/** Reads what it is told to expect from bytes. Once something else is there, it `failed`: what it gives is no use. */
export class ByteReader {
  at = 0;
  failed = false;
  readonly #decimal = new Decimal();
  #bytes: Buffer = NULL;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Begins at a place of `bytes`. */
  begin(bytes: Buffer, at: number): void {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.at = at;
    this.failed = false;
  }

  /** Exactly these bytes. */
  expect(literal: Uint8Array): void {
    const bytes = this.#bytes;
    const { at } = this;
    const { length } = literal;
    for (let index = 0; index < length; index += 1) {
      if (bytes[at + index] === literal[index]) continue;
      this.failed = true;
      return;
    }
    this.at = at + length;
  }

  /** Whether these bytes come; if so, they are read. */
  skip(literal: Uint8Array): boolean {
    if (this.failed) return false;
    this.expect(literal);
    const { failed } = this;
    this.failed = false;
    return !failed;
  }

  /** So many digits, as a number. */
  digits(count: number): number {
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      const code = this.#bytes[this.at + index] ?? 0;
      if (code < ZERO || code > ZERO + 9) this.failed = true;
      value = value * 10 + code - ZERO;
    }
    this.at += count;
    return value;
  }

  /** An integer of JSON, 0 or more, of up to 15 digits. */
  count(): number {
    const bytes = this.#bytes;
    const start = this.at;
    let value = 0;
    let at = start;
    for (let code = bytes[at] ?? 0; code >= ZERO && code <= ZERO + 9; code = bytes[at] ?? 0) {
      value = value * 10 + code - ZERO;
      at += 1;
    }
    this.at = at;
    if (at === start || at - start > COUNT_DIGITS || (bytes[start] === ZERO && at - start > 1)) this.failed = true;
    return value;
  }

  /** A number of JSON, or null. */
  measure(): number | null {
    if (this.#bytes[this.at] !== NULL[0]) return this.#number();
    this.expect(NULL);
    return null;
  }

  #number(): number {
    const bytes = this.#bytes;
    const isNegative = bytes[this.at] === MINUS;
    if (isNegative) this.at += 1;
    this.#decimal.clear();
    const isZero = bytes[this.at] === ZERO;
    const whole = this.#addDigits();
    if (whole === 0 || (whole > 1 && isZero)) this.failed = true;
    let exponent = 0;
    if (bytes[this.at] === DOT) {
      this.at += 1;
      exponent = -this.#addDigits();
      if (exponent === 0) this.failed = true;
    }
    const code = bytes[this.at];
    if (code === SMALL_E || code === E) exponent += this.#exponent();
    const value = this.#decimal.toNumber(exponent);
    if (Number.isNaN(value)) this.failed = true;
    return isNegative ? -value : value;
  }

  /** The digits that come; gives how many they are. */
  #addDigits(): number {
    const [bytes, view, decimal, start] = [this.#bytes, this.#view, this.#decimal, this.at];
    let { at } = this;
    for (; at + 4 <= bytes.length; at += 4) {
      const digits = fourDigits(view.getInt32(at, true));
      if (digits < 0) break;
      decimal.add(digits, 4, 10_000);
    }
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[at]! - ZERO) {
      decimal.add(digit, 1, 10);
      at += 1;
    }
    this.at = at;
    return at - start;
  }

  #exponent(): number {
    this.at += 1;
    const sign = this.#bytes[this.at];
    if (sign === MINUS || sign === PLUS) this.at += 1;
    const [start, bytes] = [this.at, this.#bytes];
    let value = 0;
    for (let code = bytes[this.at] ?? 0; code >= ZERO && code <= ZERO + 9; code = bytes[this.at] ?? 0) {
      value = value * 10 + code - ZERO;
      this.at += 1;
    }
    // A long one is left to who can read it.
    if (this.at === start || this.at - start > 3) this.failed = true;
    return sign === MINUS ? -value : value;
  }
}

/** The number that four digits make, the first in the lowest byte; -1 when one of them is none. */
function fourDigits(bytes: number): number {
  const digits = bytes - 0x30303030;
  // A byte below '0' borrows, one above '9' carries into its upper half.
  if (((bytes & 0xf0f0f0f0) ^ 0x30303030) !== 0 || ((bytes + 0x06060606) & 0xf0f0f0f0) !== 0x30303030) return -1;
  return (digits & 0xf) * 1000 + ((digits >> 8) & 0xf) * 100 + ((digits >> 16) & 0xf) * 10 + ((digits >> 24) & 0xf);
}
