import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { FileFingerprint } from '../contract/records.ts';
import { DatasetError } from '../errors.ts';

/** Size and SHA-256 of a data file. @throws DatasetError `DATASET_NOT_FOUND` */
export async function fingerprint(path: string): Promise<FileFingerprint> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw notFound(path, found !== undefined);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { path, bytes: found.size, sha256: hash.digest('hex') };
}

function notFound(path: string, isFolder: boolean): DatasetError {
  const message = isFolder ? `The data set ${path} is a folder, not a file.` : `The data set ${path} does not exist.`;
  return new DatasetError('DATASET_NOT_FOUND', message, {
    hint: 'Set datasetFile to a JSONL file, one row a line; a relative path in a YAML file belongs to its folder.',
    details: { path },
  });
}
