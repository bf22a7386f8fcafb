/** Where text stops being JSON. */
export interface JsonError {
  /** From 1, in characters. */
  readonly column: number;
  readonly found: string;
  readonly expected: string;
  /** A guess at the cause, where the text gives one away. */
  readonly cause?: string;
}

/** Deeper than this no row is, and the trainers' reader gives up soon after. */
export const DEEPEST = 900;

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
// oxlint-disable-next-line no-control-regex -- JSON allows none of these within text
const STRING_PART = /[^"\\\x00-\x1f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Thrown where reading stops; never leaves this file. */
class Stop extends Error {
  readonly at: number;
  readonly expected: string;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

/** What is wrong with text that `JSON.parse` refused. */
export function jsonError(text: string): JsonError | undefined {
  const reader = new Reader(text, () => undefined);
  try {
    reader.document();
    return undefined;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return describe(text, error);
  }
}

/** The paths of keys that stand twice in one object of valid JSON, such as `messages[0].role`. */
export function duplicateKeys(text: string): string[] {
  const paths: string[] = [];
  new Reader(text, (path) => void paths.push(path)).document();
  return paths;
}

class Reader {
  #at = 0;
  readonly #text: string;
  readonly #onDuplicate: (path: string) => void;

  constructor(text: string, onDuplicate: (path: string) => void) {
    this.#text = text;
    this.#onDuplicate = onDuplicate;
  }

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

/** What often stands there, and where it comes from. */
const CAUSES: readonly (readonly [start: RegExp, cause: string])[] = [
  [/^-?(NaN|Infinity)/, 'JSON has no NaN and no Infinity: write null'],
  [/^(True|False|None)\b/, 'it looks like Python\'s print of a dict: write rows with json.dumps'],
  [/^'/, 'single quotes are Python\'s or JavaScript\'s: write rows with json.dumps or JSON.stringify'],
  [/^[}\]]/, 'there is a comma too many before it'],
  [/^\/[/*]/, 'JSON has no comments'],
  [/^\ufeff/, 'a byte order mark within the file: files were put together as they were'],
  [/^[{[]/, 'two rows on one line: a line end is missing'],
  [/^[\u201c\u201d\u2018\u2019]/, 'typographic quotes: write straight ones'],
];

function describe(text: string, { at, expected }: Stop): JsonError {
  const rest = text.slice(at, at + 24);
  const base = { column: at + 1, expected };
  if (rest === '') return { ...base, found: 'the end of the line', cause: 'the row goes on in another line, or was cut off' };
  const cause = CAUSES.find(([start]) => start.test(rest))?.[1];
  const found = rest.charCodeAt(0) < 0x20 ? `the control character ${JSON.stringify(rest[0])}` : JSON.stringify(rest.slice(0, 16));
  return { ...base, found, ...(cause === undefined ? {} : { cause }) };
}
