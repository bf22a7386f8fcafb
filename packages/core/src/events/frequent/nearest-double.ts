/** Powers of ten are at hand from 10^-MOST to 10^MOST; a double holds those from 0 on exactly. */
const MOST = 22;
/** Splits a double into halves of 26 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;
/** A bound of the relative error of what is computed here, with room: it is below 2^-78. */
const DOUBT = 2 ** -75;

const exactPowers = new Float64Array(MOST + 1).map((_, power) => Number(`1e${power}`));
/** Each power as the double nearest to it, and what it is more than that. */
const powers = new Float64Array(2 * MOST + 1).map((_, index) => Number(`1e${index - MOST}`));
const powerRests = powers.map((power, index) => {
  const exact = exactPowers[MOST - index];
  return exact === undefined ? 0 : (1 - power * exact - restOfProduct(power, exact, power * exact)) / exact;
});

/**
 * The double nearest to `(head * 10^tailDigits + tail) * 10^exponent`, as `Number` has it, without a string of it.
 * `head` is an integer of up to 15 digits, and of at least nine when there is a tail; `tail` is one of up to eight. NaN
 * where it cannot be told for sure: for large exponents, and all but halfway between two doubles.
 */
export function nearestDouble(head: number, tail: number, tailDigits: number, exponent: number): number {
  const scale = tailDigits + exponent;
  if (exponent < -MOST || scale > MOST) return Number.NaN;
  // Both are exact, so that one operation rounds once (Clinger).
  if (tailDigits === 0) return scale < 0 ? head / exactPowers[-scale]! : head * exactPowers[scale]!;
  const power = powers[scale + MOST]!;
  const product = head * power;
  // What is left of the product, exactly (Dekker), and what both halves of the number add to it.
  const rest = restOfProduct(head, power, product) + head * powerRests[scale + MOST]! + tail * powers[exponent + MOST]!;
  const doubt = product * DOUBT;
  const value = product + (rest + doubt);
  return value === product + (rest - doubt) ? value : Number.NaN;
}

/** What `left * right` is more than its rounded `product`. */
function restOfProduct(left: number, right: number, product: number): number {
  const leftSplit = left * SPLITTER;
  const rightSplit = right * SPLITTER;
  const leftHigh = leftSplit - (leftSplit - left);
  const rightHigh = rightSplit - (rightSplit - right);
  const leftLow = left - leftHigh;
  const rightLow = right - rightHigh;
  return leftLow * rightLow - (product - leftHigh * rightHigh - leftLow * rightHigh - leftHigh * rightLow);
}
