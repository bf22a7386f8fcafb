import { launchDocumentSchema, type LaunchDocument } from '../contract/launch.ts';
import { RunError } from '../errors.ts';
import { readRecord } from './read-record.ts';
import { attemptPaths } from './run-paths.ts';

/** The launch document of an attempt. @throws RunError `RUN_NOT_FOUND` when it is not there, `RUN_UNREADABLE`, `FORMAT_VERSION` */
export async function readLaunch(directory: string, attempt: number): Promise<LaunchDocument> {
  const path = attemptPaths(directory, attempt).launch;
  const launch = await readRecord(path, launchDocumentSchema);
  if (launch) return launch;
  throw new RunError('RUN_NOT_FOUND', `There is no attempt ${attempt} in ${directory}.`, {
    hint: 'The run was removed in the meantime; runs.list() gives those there are.',
    details: { path },
  });
}
