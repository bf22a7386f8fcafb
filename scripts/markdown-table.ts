/** Rows as a Markdown table that people can read as it is; columns of numbers are right-aligned. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = header.map((title, index) => [title, ...rows.map((row) => row[index] ?? '')]);
  const widths = columns.map((cells) => Math.max(3, ...cells.map((cell) => cell.length)));
  const isNumeric = columns.map(([, ...cells]) => cells.every((cell) => /^[\d.,]+( [a-z]+)?$/i.test(cell)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, index) =>
    (isNumeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, index) => (isNumeric[index] ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2)));
  return [line(header), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}
