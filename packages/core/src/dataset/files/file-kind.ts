/** What a file is that is no JSON Lines, and how to make it so. */
export interface FileKind {
  /** Such as `a Parquet file`. */
  readonly found: string;
  readonly fix: string;
}

const PANDAS = (read: string) =>
  `Convert it: python -c "import pandas; pandas.${read}.to_json('rows.jsonl', orient='records', lines=True, `
  + 'force_ascii=False)".';
const UNPACK = (command: string) => `Unpack it (${command}) and name the JSONL file that is in it.`;

/** The first bytes of files that are no text, as Latin-1, and where they stand. */
const MAGIC: readonly (readonly [magic: string, found: string, fix: string, at?: number])[] = [
  ['PAR1', 'a Parquet file', PANDAS("read_parquet('FILE')")],
  ['ARROW1', 'an Arrow file', PANDAS("read_feather('FILE')")],
  ['ORC', 'an ORC file', PANDAS("read_orc('FILE')")],
  ['PK\x03\x04', 'a ZIP archive (or a workbook, which is one)', UNPACK('unzip FILE')],
  ['BZh', 'a file compressed with bzip2', UNPACK('bzip2 -dk FILE')],
  ['\xfd7zXZ\0', 'a file compressed with xz', UNPACK('xz -dk FILE')],
  ['7z\xbc\xaf\x27\x1c', 'a 7z archive', UNPACK('7z x FILE')],
  ['\x04\x22\x4d\x18', 'a file compressed with LZ4', UNPACK('lz4 -d FILE')],
  ['Rar!', 'a RAR archive', UNPACK('unrar x FILE')],
  ['ustar', 'a tar archive', UNPACK('tar -xf FILE'), 257],
  ['SQLite format 3\0', 'an SQLite data base', 'Export it: sqlite3 FILE -json "select ..." | jq -c ".[]" > rows.jsonl.'],
  ['%PDF-', 'a PDF document', 'Write rows from its text with writeDataset.'],
  ['\x89HDF', 'an HDF5 file', PANDAS("read_hdf('FILE')")],
  ['\x93NUMPY', 'a NumPy array', 'Write rows from it, one JSON object a line.'],
  ['\x80\x04\x95', 'a Python pickle', PANDAS("read_pickle('FILE')")],
];

/** The binary format whose mark the bytes carry, if one is known. */
export function binaryKind(head: Buffer): FileKind | undefined {
  const is = ([magic, , , at = 0]: (typeof MAGIC)[number]) => head.toString('latin1', at, at + magic.length) === magic;
  const match = MAGIC.find(is);
  return match && { found: match[1], fix: match[2] };
}

const RECODE = (name: string) =>
  `Save it as UTF-8: iconv -f ${name} -t UTF-8 FILE > rows.jsonl (PowerShell: Get-Content FILE | Set-Content -Encoding `
  + 'utf8 rows.jsonl).';

/** UTF-16 or UTF-32, by its mark or by the zeros that stand between ASCII letters. */
export function wideEncoding(head: Buffer): FileKind | undefined {
  const name = markedEncoding(head) ?? zerosEncoding(head.subarray(0, 4096));
  return name === undefined ? undefined : { found: `${name} text`, fix: RECODE(name) };
}

function markedEncoding(head: Buffer): string | undefined {
  if (head.length >= 4 && head.readUInt32LE(0) === 0x0000feff) return 'UTF-32LE';
  if (head.length >= 4 && head.readUInt32BE(0) === 0x0000feff) return 'UTF-32BE';
  if (head.length < 2) return undefined;
  if (head.readUInt16LE(0) === 0xfeff) return 'UTF-16LE';
  return head.readUInt16BE(0) === 0xfeff ? 'UTF-16BE' : undefined;
}

/** Without a mark: JSON's own characters are ASCII, so that in UTF-16 every second byte of most of it is zero. */
function zerosEncoding(head: Buffer): string | undefined {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = Math.max(even, odd);
  if (head.length < 4 || most < head.length / 8 || Math.min(even, odd) > most / 8) return undefined;
  return odd > even ? 'UTF-16LE' : 'UTF-16BE';
}
