import { writeFile } from 'node:fs/promises';
import { syncFile } from '../../process/write-once.ts';

/** Writes a record into a folder that nobody else sees yet, and puts it on the disk. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
  await syncFile(path);
}
