import type { DatasetPreview, PreviewFinding, PreviewRow, PreviewToken } from '../../contract/dataset-preview.ts';

/** How a preview is written. */
export interface FormatPreviewOptions {
  /**
   * Whether colours tell the tokens apart, and not brackets alone. `auto`, the default: where the standard output is a
   * terminal; `NO_COLOR` (https://no-color.org) and `FORCE_COLOR` decide before that.
   */
  readonly color?: boolean | 'auto';
}

type State = PreviewToken['state'];
type Paint = (style: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

const CODES = { bold: '1', dim: '2', green: '32', red: '31', yellow: '33' } as const;
const COLOURS: Readonly<Record<State, keyof typeof CODES>> = { supervised: 'green', context: 'dim', cut: 'red' };
const BRACKETS: Readonly<Record<State, readonly [string, string]>> = {
  supervised: ['⟦', '⟧'], context: ['', ''], cut: ['⟨', '⟩'],
};

/** A preview as text for people: what is learned stands in ⟦ ⟧, and what is cut in ⟨ ⟩. Ends with a line end. */
export function formatPreview(preview: DatasetPreview, { color = 'auto' }: FormatPreviewOptions = {}): string {
  const hasColor = color === 'auto' ? isWanted() : color;
  const paint: Paint = (style, text) => (hasColor ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
  const { file, model, method, maxLength, lossOn, rows, findings } = preview;
  const learned = `${paint('green', '⟦learned⟧')} ${paint('red', '⟨cut⟩')}`;
  const head = `${paint('bold', visible(file))}: ${method} of ${visible(model)}, loss on ${lossOn}, at most ${maxLength} tokens a row`;
  const blocks = [`${head}\n${learned}`, ...rows.map((row) => rowText(row, paint)), totals(preview)];
  return `${[...blocks, ...findings.map((finding) => findingText(finding, paint))].join('\n\n')}\n`;
}

function isWanted(): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true;
}

function rowText(row: PreviewRow, paint: Paint): string {
  const { line, label, leftOut, tokens, supervised, cut, supervisedShare } = row;
  const thumb = label === null ? '' : `, label ${label}`;
  const lost = cut === 0 ? '' : `, ${cut} cut`;
  const counts = `${tokens.length - cut} tokens, ${supervised} learned (${Math.round(100 * supervisedShare)} %)${lost}`;
  const head = paint('bold', `line ${line}${thumb}: ${tokens.length === 0 ? 'no tokens' : counts}`);
  const why = leftOut && paint('yellow', `left out, ${leftOut.code}: ${visible(leftOut.message)}`);
  const text = tokens.length === 0 ? undefined : stretches(tokens, paint);
  return [head, why, text].filter(Boolean).join('\n');
}

/** Tokens of one state that follow each other, as one piece. */
function stretches(tokens: readonly PreviewToken[], paint: Paint): string {
  let text = '';
  for (let start = 0, end = 0; start < tokens.length; start = end) {
    const { state } = tokens[start] as PreviewToken;
    let piece = '';
    for (end = start; tokens[end]?.state === state; end += 1) piece += tokens[end]?.text;
    const [open, close] = BRACKETS[state];
    text += `${open}${visible(piece)}${close}`.split('\n').map((line) => line && paint(COLOURS[state], line)).join('\n');
  }
  return text.replace(/^(?=.)/gm, '  ').trimEnd();
}

function totals({ checked: { rows, used, isWholeFile, tokens, supervised } }: DatasetPreview): string {
  const share = tokens === 0 ? 0 : Math.round((100 * supervised) / tokens);
  const which = isWholeFile ? `all ${rows} rows` : `the first ${rows} rows`;
  return `Of ${which} ${used} are trained on: ${tokens} tokens, ${supervised} of them learned (${share} %).`;
}

function findingText({ code, severity, message, fix }: PreviewFinding, paint: Paint): string {
  const head = paint(severity === 'error' ? 'red' : 'yellow', `${severity} ${code}`);
  return `${head}: ${visible(message)}${fix ? `\n  ${visible(fix)}` : ''}`;
}

/** Control characters as signs: what stands in a row must not steer a terminal. */
function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
  });
}
