import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { FileFingerprint } from '../../contract/records.ts';
import { openDataFile } from '../../dataset/files/data-file.ts';

/** Size and SHA-256 of a data file. @throws DatasetError `DATASET_NOT_FOUND` */
export async function fingerprint(path: string): Promise<FileFingerprint> {
  const { bytes, stream } = await openDataFile(path);
  const hash = createHash('sha256');
  await pipeline(stream, hash);
  return { path, bytes, sha256: hash.digest('hex') };
}
