import type { ByteReader } from './byte-reader.ts';

type Values = Record<string, number | null>;

/** The names of a line's values, in their order. */
interface Shape {
  readonly names: readonly string[];
  /** What stands before each value. */
  readonly literals: readonly Buffer[];
  /** Copied for every line: faster than an object that grows. */
  readonly sample: Values;
}

/** Sets of names that are kept: those of training, of evaluations, and some more. */
const MOST_SHAPES = 8;
const [NONE, END] = ['{}', '}'].map((text) => Buffer.from(text)) as [Buffer, Buffer];

/** Reads the values of metrics whose names have been seen before, in that order. */
export class KnownValues {
  readonly #shapes: Shape[] = [];

  /** The names of checked values are known from now on. */
  learn(sample: Values): void {
    const names = Object.keys(sample);
    if (this.#shapes.some((shape) => shape.names.join() === names.join())) return;
    const literals = names.map((name, index) => Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`));
    this.#shapes.unshift({ names, literals, sample: { ...sample } });
    this.#shapes.length = Math.min(this.#shapes.length, MOST_SHAPES);
  }

  /** The values that come; other names fail. */
  read(reader: ByteReader): Values {
    const start = reader.at;
    if (reader.failed) return {};
    for (const shape of this.#shapes) {
      const values = readAs(shape, reader);
      if (!reader.failed) return values;
      reader.failed = false;
      reader.at = start;
    }
    reader.failed = true;
    return {};
  }
}

function readAs({ names, literals, sample }: Shape, reader: ByteReader): Values {
  const values = { ...sample };
  if (names.length === 0) reader.expect(NONE);
  for (let index = 0; index < names.length && !reader.failed; index += 1) {
    reader.expect(literals[index]!);
    values[names[index]!] = reader.measure();
  }
  if (names.length > 0) reader.expect(END);
  return values;
}
