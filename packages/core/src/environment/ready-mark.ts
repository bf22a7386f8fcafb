import { readFile, rename, rm } from 'node:fs/promises';
import * as z from 'zod';
import { probeReportSchema, type ProbeReport } from '../contract/environment.ts';
import { FORMAT_VERSION } from '../contract/versions.ts';
import { writeOnce } from '../process/write-once.ts';
import { isReady, readyMark } from './environment-paths.ts';

/** What proved an environment. */
export interface Proof {
  readonly probe: ProbeReport;
  /** The training of two steps; `null` of a back end that names none. */
  readonly smokeTest: { readonly device: string; readonly seconds: number } | null;
}

const markSchema = z.object({
  probe: probeReportSchema,
  createdAt: z.string().optional(),
  /** The Python that it was made with. */
  python: z.string().optional(),
});

/** @see {@link markSchema} */
type ReadyMark = z.infer<typeof markSchema>;

/** Marks an environment as proven, and keeps what proved it. */
export async function writeReadyMark(folder: string, python: string, proof: Proof): Promise<void> {
  const mark = { formatVersion: FORMAT_VERSION, createdAt: new Date().toISOString(), python, ...proof };
  await writeOnce(readyMark(folder), `${JSON.stringify(mark, null, 2)}\n`);
}

/** The mark of a ready environment; `undefined` when it is not ready or its mark is damaged. */
export async function readReadyMark(folder: string): Promise<ReadyMark | undefined> {
  if (!isReady(folder)) return undefined;
  try {
    return markSchema.parse(JSON.parse(await readFile(readyMark(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

/**
 * Removes an environment: first it stops being ready, so that whatever ends this in the middle leaves nothing that
 * counts.
 */
export async function removeEnvironmentFolder(folder: string): Promise<void> {
  await rm(readyMark(folder), { force: true });
  // A build that lost its program may write on for a moment.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Takes the mark away for as long as `work` decides; it comes back when `work` rejects. */
export async function withoutMark<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const aside = `${readyMark(folder)}.aside`;
  const wasReady = await rename(readyMark(folder), aside).then(() => true, () => false);
  try {
    return await work();
  } catch (error) {
    if (wasReady) await rename(aside, readyMark(folder));
    throw error;
  }
}
