import { readFile } from 'node:fs/promises';
import { probeReportSchema, type ProbeReport } from '../contract/environment.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';
import { writeOnce } from '../process/write-once.ts';
import { isReady, readyMark } from './environment-paths.ts';

/** Marks an environment as proven, and keeps what its probe said. */
export async function writeReadyMark(folder: string, probe: ProbeReport): Promise<void> {
  await writeOnce(readyMark(folder), `${JSON.stringify({ formatVersion: FORMAT_VERSION, probe }, null, 2)}\n`);
}

/** What the probe said when the environment was built; `undefined` when it is not ready or its mark is damaged. */
export async function readReadyMark(folder: string): Promise<ProbeReport | undefined> {
  if (!isReady(folder)) return undefined;
  try {
    const { probe } = JSON.parse(await readFile(readyMark(folder), 'utf8')) as { probe?: unknown };
    return probeReportSchema.parse(probe);
  } catch {
    return undefined;
  }
}
