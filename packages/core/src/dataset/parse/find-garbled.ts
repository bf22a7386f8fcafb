/** UTF-8 that was read as Windows-1252: `é` became `Ã©`, and typographic quotes and dashes begin with `â€`. */
const GARBLED =
  /Ã[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a€™]|â[€\u0080][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a™]/;
/** The same in JSON that is written in ASCII. */
const ESCAPED = /\\u00c3\\u00[89ab][0-9a-f]|\\u00e2\\u(?:20ac|0080)\\u[0-9a-f]{4}/i;

/** The first letters of a line that were read in the wrong encoding before they were written; mostly `undefined`. */
export function findGarbled(text: string): string | undefined {
  // Looked for one by one: of a text without them this costs next to nothing.
  if (text.includes('Ã') || text.includes('â')) {
    const found = GARBLED.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  if (!text.includes('\\u00')) return undefined;
  const escaped = ESCAPED.exec(text)?.[0];
  return escaped === undefined ? undefined : (JSON.parse(`"${escaped}"`) as string);
}
