import { JsonReader, Stop } from './json-reader.ts';

/** Where text stops being JSON. */
export interface JsonError {
  /** From 1, in characters. */
  readonly column: number;
  readonly found: string;
  readonly expected: string;
  /** A guess at the cause, where the text gives one away. */
  readonly cause?: string;
}

/** What is wrong with text that `JSON.parse` refused. */
export function jsonError(text: string): JsonError | undefined {
  const reader = new JsonReader(text, () => undefined);
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
  new JsonReader(text, (path) => void paths.push(path)).document();
  return paths;
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
  if (rest === '') {
    return { ...base, found: 'the end of the line', cause: 'the row goes on in another line, or was cut off' };
  }
  const isDeep = expected.includes('levels');
  const cause = isDeep ? undefined : CAUSES.find(([start]) => start.test(rest))?.[1];
  const isControl = rest.charCodeAt(0) < 0x20;
  const found = isControl ? `the control character ${JSON.stringify(rest[0])}` : JSON.stringify(rest.slice(0, 16));
  return { ...base, found, ...(cause === undefined ? {} : { cause }) };
}
