import { isObject } from '../../config/paths.ts';
import type { JsonObject } from '../../contract/json.ts';
import { DatasetError } from '../../errors.ts';
import { checkForKto, checkRow } from './check-row.ts';
import type { AddProblem } from './row-problem.ts';
import type { DatasetFormat } from './row-types.ts';

type Shape = Exclude<DatasetFormat, 'kto'>;

/** The keys of a format; a row that is written has none of a format that the trainers would read instead. */
const KEYS: Readonly<Record<Shape, { readonly name: string; readonly without: readonly string[] }>> = {
  messages: { name: 'messages', without: [] },
  conversations: { name: 'conversations', without: ['messages'] },
  'prompt-completion': { name: 'prompt and completion', without: ['messages', 'conversations'] },
  text: { name: 'text', without: ['messages', 'conversations', 'prompt', 'completion'] },
};

/** The names of the formats. */
export const DATASET_FORMATS: readonly DatasetFormat[] = [...(Object.keys(KEYS) as Shape[]), 'kto'];

/** @throws DatasetError `DATASET_INVALID` for a name that is none of {@link DATASET_FORMATS} */
export function assertFormat(format: string): void {
  if ((DATASET_FORMATS as readonly string[]).includes(format)) return;
  const known = [...DATASET_FORMATS];
  throw new DatasetError('DATASET_INVALID', `There is no format "${format}" of rows. There is: ${known.join(', ')}.`, {
    details: { format, known },
  });
}

/** Checks a row that is to be written in `format`: nothing passes that the trainers would read otherwise, or refuse. */
export function checkWrittenRow(row: unknown, format: DatasetFormat, add: AddProblem): row is JsonObject {
  if (!isObject(row)) {
    const { name } = KEYS[format === 'kto' ? 'prompt-completion' : format];
    add('NOT_AN_OBJECT', '', row, `an object with ${name}`);
    return false;
  }
  const shape = format === 'kto' ? shapeOf(row) : format;
  checkRow(row, shape, 'role', add);
  if (format === 'kto') checkForKto(row, shape, add);
  const { name, without } = KEYS[shape];
  for (const key of without) {
    if (row[key] !== undefined && row[key] !== null) add('UNKNOWN_FORMAT', key, row[key], `no ${key} beside ${name}`);
  }
  return true;
}

/** A row with a thumb is in one of the other formats, which its keys tell. */
function shapeOf(row: JsonObject): Shape {
  if (row['messages'] !== undefined && row['messages'] !== null) return 'messages';
  return row['conversations'] !== undefined && row['conversations'] !== null ? 'conversations' : 'prompt-completion';
}
