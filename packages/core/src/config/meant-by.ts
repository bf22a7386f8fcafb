/** What a text was probably meant to be where something else is expected, as the end of "Write …"; mostly `undefined`. */
export function meantBy(text: string, expected: string): string | undefined {
  const word = text.trim().toLowerCase();
  if (expected === 'a section') return /^[\w-]+:\S/.test(word) ? 'a space after the colon' : undefined;
  if (/^(none|nil|undefined)$/.test(word)) return 'null, without quotes';
  if (/true or false|true, false/.test(expected)) {
    if (/^(true|yes|y|on|1)$/.test(word)) return 'true, without quotes';
    return /^(false|no|n|off|0)$/.test(word) ? 'false, without quotes' : undefined;
  }
  if (!/number|at (least|most)|(more|less) than/.test(expected)) return undefined;
  const number = word.replace(/^(\d+),(\d+)$/, '$1.$2').replaceAll('_', '');
  return number !== '' && Number.isFinite(Number(number)) ? `${number}, as a number: no quotes, a point, no underscore` : undefined;
}
