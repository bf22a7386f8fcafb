import { isUtf8 } from 'node:buffer';
import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';
import { eachLine, type Block } from './join-lines.ts';
import { openLines } from './open-lines.ts';

/**
 * The rows of a JSON Lines file, one at a time; lines that are no JSON object in UTF-8 are left out.
 * @throws DatasetError `DATASET_NOT_FOUND`
 */
export async function* readRows(path: string): AsyncGenerator<JsonObject> {
  const source = await openLines(path);
  try {
    for await (const block of source.blocks) yield* rowsOf(block);
  } finally {
    source.close();
  }
}

function rowsOf(block: Block): JsonObject[] {
  const rows: JsonObject[] = [];
  if (block.isCut) return rows;
  eachLine(block, 0, (bytes, start, end) => {
    const row = isUtf8(bytes.subarray(start, end)) ? parseObject(bytes.toString('utf8', start, end)) : undefined;
    if (row) rows.push(row);
  });
  return rows;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const row: unknown = JSON.parse(text);
    return isObject(row) ? row : undefined;
  } catch {
    return undefined;
  }
}
