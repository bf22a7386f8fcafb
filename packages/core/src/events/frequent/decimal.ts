import { nearestDouble } from './nearest-double.ts';

/** So many digits are an integer that a double holds exactly; more are kept apart. */
const HEAD_DIGITS = 15;
const TAIL_DIGITS = 8;

/** The digits of a number, as they come. */
export class Decimal {
  #head = 0;
  #tail = 0;
  #tailDigits = 0;
  #used = 0;

  clear(): void {
    this.#head = 0;
    this.#tail = 0;
    this.#tailDigits = 0;
    this.#used = 0;
  }

  /** The next `count` digits, whose number is `digits`; `scale` is ten to the power of `count`. */
  add(digits: number, count: number, scale: number): void {
    if (this.#tailDigits === 0 && this.#used + count <= HEAD_DIGITS) this.#head = this.#head * scale + digits;
    else {
      this.#tail = this.#tail * scale + digits;
      this.#tailDigits += count;
    }
    // Zeros before the first other digit take no room.
    if (this.#head > 0) this.#used += count;
  }

  /** The double nearest to the digits times ten to the power of `exponent`; NaN where somebody else has to tell. */
  toNumber(exponent: number): number {
    if (this.#tailDigits > TAIL_DIGITS) return Number.NaN;
    return nearestDouble(this.#head, this.#tail, this.#tailDigits, exponent);
  }
}
