import { DEEPEST } from '../rows/text-rules.ts';

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
// oxlint-disable-next-line no-control-regex -- JSON allows none of these within text
const STRING_PART = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Thrown by {@link JsonReader} where text stops being JSON. */
export class Stop extends Error {
  readonly at: number;
  readonly expected: string;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

/** Reads JSON as strictly as `JSON.parse`, to say where it fails, and which keys stand twice in one object. */
export class JsonReader {
  #at = 0;
  readonly #text: string;
  readonly #onDuplicate: (path: string) => void;

  /** `onDuplicate` takes the path of each repeated key. */
  constructor(text: string, onDuplicate: (path: string) => void) {
    this.#text = text;
    this.#onDuplicate = onDuplicate;
  }

  /** Reads all of the text. @throws Stop */
  document(): void {
    this.#value('', 0);
    this.#skip(SPACE);
    if (this.#at < this.#text.length) throw new Stop(this.#at, 'the end of the line');
  }

  #value(path: string, depth: number): void {
    if (depth > DEEPEST) throw new Stop(this.#at, `no more than ${DEEPEST} levels`);
    this.#skip(SPACE);
    const character = this.#text[this.#at];
    if (character === '{') this.#object(path, depth);
    else if (character === '[') this.#array(path, depth);
    else if (character === '"') this.#string();
    else if (!this.#skip(LITERAL) && !this.#skip(NUMBER)) throw new Stop(this.#at, 'a value');
  }

  #object(path: string, depth: number): void {
    this.#at += 1;
    if (this.#next('}')) return;
    const keys = new Set<string>();
    do {
      this.#skip(SPACE);
      if (this.#text[this.#at] !== '"') throw new Stop(this.#at, 'a key in double quotes');
      const key = decoded(this.#string());
      const inner = path === '' ? key : `${path}.${key}`;
      if (keys.has(key)) this.#onDuplicate(inner);
      keys.add(key);
      if (!this.#next(':')) throw new Stop(this.#at, 'a colon');
      this.#value(inner, depth + 1);
    } while (this.#next(','));
    if (!this.#next('}')) throw new Stop(this.#at, 'a comma or }');
  }

  #array(path: string, depth: number): void {
    this.#at += 1;
    if (this.#next(']')) return;
    let index = 0;
    do {
      this.#value(`${path}[${index}]`, depth + 1);
      index += 1;
    } while (this.#next(','));
    if (!this.#next(']')) throw new Stop(this.#at, 'a comma or ]');
  }

  /** The string that begins here, as it is written. */
  #string(): string {
    const start = this.#at + 1;
    this.#at = start;
    do this.#skip(STRING_PART); while (this.#skip(ESCAPE));
    if (this.#text[this.#at] === '"') return this.#text.slice(start, this.#at++);
    throw new Stop(this.#at, this.#text[this.#at] === '\\' ? 'an escape that JSON knows' : 'a closing quote');
  }

  #next(character: string): boolean {
    this.#skip(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  /** Whether something was skipped. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#text)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }
}

/** Text as it is meant: two spellings of a key are one key. */
function decoded(text: string): string {
  return text.includes('\\') ? (JSON.parse(`"${text}"`) as string) : text;
}
