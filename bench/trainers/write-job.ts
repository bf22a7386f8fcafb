import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from './job.ts';

/** Writes a job where Python can read it; gives the path. */
export function writeJob(job: Job): string {
  mkdirSync(job.folder, { recursive: true });
  const path = join(job.folder, 'job.json');
  writeFileSync(path, JSON.stringify(job));
  return path;
}
