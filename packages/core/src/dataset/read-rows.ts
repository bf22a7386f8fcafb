import { isObject } from '../config/paths.ts';
import type { JsonObject } from '../contract/json.ts';
import { LineSplitter, type Line } from '../events/split-lines.ts';
import { openDataFile } from './data-file.ts';

/** A longer line is no row: memory stays bounded whatever the file holds. */
const ROW_LIMIT = 64 * 1024 * 1024;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The rows of a JSON Lines file, one at a time; lines that are no JSON object in UTF-8 are left out.
 * @throws DatasetError `DATASET_NOT_FOUND`
 */
export async function* readRows(path: string): AsyncGenerator<JsonObject> {
  for await (const line of readLines(path)) {
    const row = parse(line);
    if (row) yield row;
  }
}

async function* readLines(path: string): AsyncGenerator<Line> {
  const { stream } = await openDataFile(path);
  const splitter = new LineSplitter(0, ROW_LIMIT);
  let isFirst = true;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const hasMark = isFirst && chunk.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
    isFirst = false;
    yield* splitter.push(hasMark ? chunk.subarray(BYTE_ORDER_MARK.length) : chunk);
  }
  yield* splitter.flush();
}

function parse({ text, cut, isUtf8 }: Line): JsonObject | undefined {
  if (cut || !isUtf8) return undefined;
  try {
    const row: unknown = JSON.parse(text);
    return isObject(row) ? row : undefined;
  } catch {
    return undefined;
  }
}
