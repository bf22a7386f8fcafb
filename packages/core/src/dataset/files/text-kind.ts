import type { FileKind } from './file-kind.ts';

const ARRAY: FileKind = {
  found: 'a JSON array',
  fix: 'Write one object a line: jq -c ".[]" FILE > rows.jsonl.',
};
const PRETTY: FileKind = {
  found: 'JSON over several lines',
  fix: 'Write each row on one line: jq -c . FILE > rows.jsonl.',
};
const POINTER: FileKind = {
  found: 'a pointer file of Git LFS, not the data',
  fix: 'Fetch the data: git lfs install && git lfs pull.',
};
const PAGE: FileKind = {
  found: 'an HTML page',
  fix: 'Download the file itself ("raw", or the address with /resolve/ on the hub), with a token where one is asked for.',
};
const XML: FileKind = { found: 'an XML document', fix: 'Write rows from it, one JSON object a line.' };
const YAML: FileKind = { found: 'YAML', fix: 'Convert it: yq -o=json -I=0 ".[]" FILE > rows.jsonl.' };
const TEXT: FileKind = {
  found: 'plain text',
  fix: 'Write {"text": "..."} with one document a line, or rows of messages; writeDataset does it.',
};
const BINARY: FileKind = { found: 'binary data', fix: 'Name a JSONL file: one JSON object a line, UTF-8.' };

const table = (name: string, separator: string): FileKind => ({
  found: `a table of values separated by ${name}`,
  fix: `Convert it: python -c "import pandas; pandas.read_csv('FILE'${separator}).to_json('rows.jsonl', `
    + 'orient=\'records\', lines=True, force_ascii=False)", and rename the columns to prompt and completion.',
});

const SEPARATORS = [['tabs', '\t', ", sep='\\t'"], ['commas', ',', ''], ['semicolons', ';', ", sep=';'"]] as const;

/** What the beginning of a text shows it to be, when that is no JSON Lines. */
export function textKind(head: string): FileKind | undefined {
  const text = head.trimStart();
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return POINTER;
  if (/^<(!doctype html|html|head|body)\b/i.test(text)) return PAGE;
  if (text.startsWith('<')) return /<html\b/i.test(text) ? PAGE : XML;
  if (text.startsWith('[')) return arrayKind(text);
  if (/^\{\s*\r?\n/.test(text)) return PRETTY;
  if (text.startsWith('"')) return quotedKind(text);
  return /^[{\d]|^-\d|^(true|false|null|NaN)\b/.test(text) || text === '' ? undefined : otherText(text);
}

/** A list on a line of its own, before another row, is a row, though a bad one. */
function arrayKind(text: string): FileKind | undefined {
  const [first = '', second = ''] = text.split('\n', 2);
  return /^\s*[[{]/.test(second) && isJson(first) ? undefined : ARRAY;
}

/** A table whose names are in quotes; a text on a line of its own is a row, though a bad one. */
function quotedKind(text: string): FileKind | undefined {
  const [first = ''] = text.split('\n', 1);
  if (isJson(first)) return undefined;
  const kind = otherText(text);
  return kind === TEXT ? undefined : kind;
}

/** No line that can be a row: one bad line alone does not make another kind of file. */
function otherText(text: string): FileKind | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.some((line) => /^\s*\{(?![%{])/.test(line))) return undefined;
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\x08\x0e-\x1a]/.test(text)) return BINARY;
  if (/^(---\s|- +[\w"']+:|\w+:\s)/.test(text)) return YAML;
  const [header = '', row = ''] = lines;
  for (const [name, mark, argument] of SEPARATORS) {
    const isHeader = header.includes(mark) && /^[\w "'-]+$/.test(header.replaceAll(mark, ''));
    if (isHeader && row.includes(mark)) return table(name, argument);
  }
  return TEXT;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
