import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFiles, readAssetFiles } from '../../assets/hash-files.ts';
import type { BackendRegistry } from '../../backend/registry.ts';
import type { TrainingConfig } from '../../contract/config.ts';
import type { LaunchDocument } from '../../contract/launch.ts';
import type { RunRecord } from '../../contract/records.ts';
import { RunError } from '../../errors.ts';
import { runPaths } from '../run-paths.ts';

/** A resume, as far as its trainers' code is concerned. */
export interface CodeQuestion {
  readonly directory: string;
  readonly record: RunRecord;
  readonly launch: LaunchDocument;
}

/**
 * What is to be said about the trainers' code that a resume will run: `undefined` when it is that of the run. Code of an
 * installed package lies below its hash, also when the package was updated since; that of a checkout may have changed.
 * @throws RunError `RESUME_REFUSED` when the installed code is damaged
 */
export async function findOtherCode(backends: BackendRegistry, question: CodeQuestion): Promise<string | undefined> {
  const { directory, record, launch } = question;
  const recorded = record.assets.trainers;
  const folder = installedFolder(launch.process.argv[1] ?? '', recorded);
  if (folder !== undefined) {
    if (hashFiles(await readAssetFiles(folder)) !== recorded) throw damaged(folder, recorded);
    return undefined;
  }
  if (!backends.has(record.backend)) return undefined;
  const config = JSON.parse(await readFile(runPaths(directory).config, 'utf8')) as TrainingConfig;
  const { assetsHash } = await backends.get(record.backend).createLaunchSpec(config);
  if (assetsHash === recorded) return undefined;
  return `The trainers' code in ${config.trainerDir} is no longer what the run was started with: its weights may differ.`;
}

/** `…/<hash>/<name>` of a script below it; `undefined` for a script of a checkout. */
function installedFolder(script: string, hash: string): string | undefined {
  for (let folder = dirname(script), above = dirname(folder); folder !== above; folder = above, above = dirname(folder)) {
    if (above.endsWith(join('/', hash))) return folder;
  }
  return undefined;
}

function damaged(folder: string, expected: string): RunError {
  return new RunError('RESUME_REFUSED', `The trainers' code in ${folder} is not what the run was started with.`, {
    hint: 'Delete that folder and start a run with the same version of Tuner, which writes it anew; then resume.',
    details: { path: folder, expected },
  });
}
