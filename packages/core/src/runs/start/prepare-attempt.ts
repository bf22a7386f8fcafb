import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LaunchDocument } from '../../contract/launch.ts';
import { ownIdentity } from '../../process/identity.ts';
import { syncFolder } from '../../process/write-once.ts';
import { writeJson } from './write-json.ts';

/** Writes what an attempt begins with into `folder`: how it is launched, and who is to start it. */
export async function prepareAttempt(folder: string, launch: LaunchDocument): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, 'launch.json'), launch);
  await writeJson(join(folder, 'host.json'), await ownIdentity());
  await syncFolder(folder);
}
