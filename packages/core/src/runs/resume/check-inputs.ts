import { existsSync } from 'node:fs';
import type { LaunchDocument } from '../../contract/launch.ts';
import type { FileFingerprint, RunRecord } from '../../contract/records.ts';
import { DatasetError, EnvironmentError, RunError } from '../../errors.ts';
import { fingerprint } from '../start/fingerprint.ts';

/**
 * Checks that what the run was started with is still there and the same; the configuration is, since it is recorded.
 * @throws DatasetError `DATASET_NOT_FOUND`, `DATASET_CHANGED`; RunError `RESUME_REFUSED`; EnvironmentError `PYTHON_NOT_FOUND`
 */
export async function checkInputs(record: RunRecord, launch: LaunchDocument, pythonPath: string): Promise<void> {
  const [, script] = launch.process.argv;
  if (script !== undefined && !existsSync(script)) throw gone('trainer', script);
  const { startFrom } = launch.files;
  if (startFrom != null && !existsSync(startFrom)) throw gone('starting point', startFrom);
  // A bare name is looked for on the PATH by whoever starts it.
  if (/[\\/]/.test(pythonPath) && !existsSync(pythonPath)) throw noPython(pythonPath);
  await assertSame(record.data);
  if (record.evaluationData) await assertSame(record.evaluationData);
}

async function assertSame(recorded: FileFingerprint): Promise<void> {
  const found = await fingerprint(recorded.path);
  if (found.sha256 === recorded.sha256) return;
  const { path } = recorded;
  throw new DatasetError('DATASET_CHANGED', `${path} is not the file that the run was recorded with.`, {
    hint: 'Bring that file back, or start a new run; from: <checkpoint> takes the weights over.',
    details: { path, expected: { ...recorded }, found: { ...found } },
  });
}

function gone(what: string, path: string): RunError {
  return new RunError('RESUME_REFUSED', `The ${what} of the run is no longer at ${path}.`, {
    hint: 'Bring it back, or start a new run; from: <checkpoint> takes the weights over.',
    details: { path },
  });
}

function noPython(pythonPath: string): EnvironmentError {
  return new EnvironmentError('PYTHON_NOT_FOUND', `The Python of the run is no longer at ${pythonPath}.`, {
    hint: 'Build the environment with tuner.ensureEnvironment(), or pass pythonPath to resume().',
    details: { pythonPath },
  });
}
