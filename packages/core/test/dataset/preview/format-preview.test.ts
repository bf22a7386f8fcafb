import { afterEach, expect, test, vi } from 'vitest';
import { formatPreview, type DatasetPreview, type PreviewRow, type PreviewToken } from '../../../src/index.ts';

const ESCAPE = '\u001b';
const STATES = { c: 'context', s: 'supervised', x: 'cut' } as const;
const tokens = (...pieces: readonly (readonly [state: 'c' | 's' | 'x', text: string])[]): PreviewToken[] =>
  pieces.map(([state, text], id) => ({ id, text, state: STATES[state] }));
const row = (line: number, list: PreviewToken[], more: Partial<PreviewRow> = {}): PreviewRow => {
  const count = (state: PreviewToken['state']) => list.filter((token) => token.state === state).length;
  const [supervised, context, cut] = [count('supervised'), count('context'), count('cut')];
  return { line, label: null, leftOut: null, tokens: list, supervised, context, cut, supervisedShare: supervised / (supervised + context || 1), ...more };
};
const preview = (rows: PreviewRow[], findings: DatasetPreview['findings'] = []): DatasetPreview => ({
  file: '/rows.jsonl', model: 'tiny', method: 'sft', maxLength: 4, lossOn: 'assistant', rows, findings,
  checked: { rows: 9, used: 8, isWholeFile: false, tokens: 40, supervised: 10 },
});
const { isTTY: wasTTY } = process.stdout;
afterEach(() => {
  vi.unstubAllEnvs();
  process.stdout.isTTY = wasTTY;
});

test('what is learned and what is cut stands in brackets; rows left out and findings say why', () => {
  const first = row(1, tokens(['c', '<user>\n'], ['c', 'Hi\n'], ['s', 'Hel'], ['s', 'lo'], ['x', ' you']), { label: true });
  const second = row(3, [], { leftOut: { code: 'BAD_JSON', path: '', message: 'not JSON' } });
  const finding = { code: 'rows_cut', severity: 'warning', message: '1 of 9 rows is cut.', fix: 'Allow more.', details: {} } as const;
  expect(formatPreview(preview([first, second], [finding]), { color: false })).toBe(`/rows.jsonl: sft of tiny, loss on assistant, at most 4 tokens a row
⟦learned⟧ ⟨cut⟩

line 1, label true: 4 tokens, 2 learned (50 %), 1 cut
  <user>
  Hi
  ⟦Hello⟧⟨ you⟩

line 3: no tokens
left out, BAD_JSON: not JSON

Of the first 9 rows 8 are trained on: 40 tokens, 10 of them learned (25 %).

warning rows_cut: 1 of 9 rows is cut.
  Allow more.
`);
});

test('colours tell the same, and each line has its own', () => {
  const text = formatPreview(preview([row(1, tokens(['c', 'a\n'], ['s', 'b\nc'], ['x', 'd']))]), { color: true });
  expect(text).toContain(`  ${ESCAPE}[2ma${ESCAPE}[0m\n  ${ESCAPE}[32m⟦b${ESCAPE}[0m\n  ${ESCAPE}[32mc⟧${ESCAPE}[0m${ESCAPE}[31m⟨d⟩${ESCAPE}[0m`);
});

test('what stands in a row cannot steer a terminal', () => {
  const text = formatPreview(preview([row(1, tokens(['s', `a${ESCAPE}]0;x\u0007\r\u009b2J\u007f`]))]), { color: false });
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  expect(text).toContain('⟦a␛]0;x␇␍\ufffd2J␡⟧');
});

test.each([
  [{ NO_COLOR: '1' }, true, false], [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false], [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true], [{ FORCE_COLOR: '0' }, true, false], [{}, true, true], [{}, false, false],
])('auto, with %j and a terminal: %s', (env, isTTY, colored) => {
  for (const name of ['NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(name, env[name as keyof typeof env]);
  process.stdout.isTTY = isTTY;
  expect(formatPreview(preview([])).includes(ESCAPE)).toBe(colored);
});
