import type { Readable } from 'node:stream';
import type { Compression } from '../../contract/dataset-report.ts';
import { openDataFile, readHead } from './data-file.ts';
import { binaryKind, wideEncoding, type FileKind } from './file-kind.ts';
import { joinLines, type Block } from './join-lines.ts';
import { textKind } from './text-kind.ts';

/** A data file, opened to be read line by line. */
export interface LineSource {
  /** As it lies on the disk. */
  readonly bytes: number;
  readonly compression: Compression | null;
  readonly hasByteOrderMark: boolean;
  /** What it is instead of JSON Lines; there is no sense in reading it then. */
  readonly other: FileKind | undefined;
  /** Whole lines; to be read once. The byte order mark is no part of the first. */
  readonly blocks: AsyncGenerator<Block>;
  /** How much of the file was read so far. */
  bytesRead(): number;
  /** Closes the file, also when it was not read to its end. */
  close(): void;
}

const CHUNK = 1024 * 1024;
const HEAD = 64 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Opens JSON Lines: plain, or compressed with gzip or zstd, whatever the file is called.
 * @throws DatasetError `DATASET_NOT_FOUND`, `DATASET_INVALID` when it cannot be opened. Reading on throws the errors of
 * the file system and of the decompression.
 */
export async function openLines(path: string): Promise<LineSource> {
  const start = await readHead(path, 512);
  const compression = compressionOf(start);
  const { bytes, stream } = await openDataFile(path, CHUNK);
  const chunks = compression === null ? stream : await decompressed(stream, compression);
  const iterator = chunks[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { first, rest } = await firstChunk(iterator);
  const hasByteOrderMark = first.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  const text = hasByteOrderMark ? first.subarray(BYTE_ORDER_MARK.length) : first;
  return {
    bytes, compression, hasByteOrderMark,
    other: kindOf(compression === null ? start : first, first, text),
    blocks: joinLines(text, rest),
    bytesRead: () => stream.bytesRead,
    close: () => {
      chunks.destroy();
      stream.destroy();
    },
  };
}

function kindOf(marked: Buffer, first: Buffer, text: Buffer): FileKind | undefined {
  return binaryKind(marked) ?? wideEncoding(first.subarray(0, HEAD)) ?? textKind(text.toString('utf8', 0, HEAD));
}

function compressionOf(head: Buffer): Compression | null {
  const mark = head.toString('latin1', 0, 4);
  if (mark.startsWith('\x1f\x8b')) return 'gzip';
  return mark === '\x28\xb5\x2f\xfd' ? 'zstd' : null;
}

async function decompressed(stream: Readable, compression: Compression): Promise<Readable> {
  // Loaded when it is first needed, so that importing the package stays fast.
  const [{ createGunzip, createZstdDecompress }, { pipeline }] = await Promise.all([
    import('node:zlib'), import('node:stream'),
  ]);
  const create = compression === 'gzip' ? createGunzip : createZstdDecompress;
  const decompress = create({ chunkSize: CHUNK });
  // Errors reach whoever reads the last of the two.
  pipeline(stream, decompress, () => undefined);
  return decompress;
}

/** The error of a first chunk that cannot be had comes when the rest is read. */
async function firstChunk(iterator: AsyncIterator<Buffer>): Promise<{ first: Buffer; rest: AsyncIterator<Buffer> }> {
  try {
    const { value, done } = await iterator.next();
    return { first: done ? Buffer.alloc(0) : value, rest: iterator };
  } catch (error) {
    return { first: Buffer.alloc(0), rest: { next: () => Promise.reject(error) } };
  }
}
