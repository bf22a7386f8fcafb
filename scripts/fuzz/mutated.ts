import * as fc from 'fast-check';

/** Pieces that readers stumble over. */
const PIECES = [
  '', '\0', '\n', '\r\n', '\t', ' ', '"', "'", '{', '}', '[', ']', ':', ',', '#', '&a', '*a', '!!js', '---', '...', '\\', '\\u0000',
  '\ud83d', '\ufeff', '\u2028', 'null', 'true', 'yes', 'NaN', '.inf', '-0', '1e999', '1e-999', '9007199254740993', '0x1F', '0o17',
  '__proto__', 'constructor', 'toString', '../..', '~', '$HOME', '%s', '<|im_end|>', '🦥', 'é', '\x7f', '[['.repeat(600),
];
const piece = fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 }));

/** One change at a place that is a share of the whole: a piece put in, in the place of some characters. */
const change = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 40 }), piece);

/** Texts that were whole, with up to four changes. */
export function mutated(...whole: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...whole), fc.array(change, { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
    changes.reduce((now, [at, length, put]) => {
      const start = Math.floor(at * now.length);
      return now.slice(0, start) + put + now.slice(start + length);
    }, text));
}

/** The same as bytes, some of which are no text. */
export function mutatedBytes(...whole: readonly string[]): fc.Arbitrary<Uint8Array> {
  const spoiled = fc.tuple(mutated(...whole), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 }));
  return spoiled.map(([text, bytes]) => {
    const buffer = Buffer.from(text);
    for (const [at, byte] of bytes) if (buffer.length > 0) buffer[at % buffer.length] = byte;
    return buffer;
  });
}

/** Values of every kind, JSON or not. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(NaN, Infinity, -0, 1e308, () => 1, Symbol('x'), new Date(NaN), new Proxy({}, {})) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...PIECES) },
);
