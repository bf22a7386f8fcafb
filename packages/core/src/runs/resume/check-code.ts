import type { BackendRegistry } from '../../backend/registry.ts';
import type { LaunchDocument } from '../../contract/launch.ts';
import type { RunRecord } from '../../contract/records.ts';
import { readConfig } from '../read-config.ts';

/**
 * What is to be said about the trainers' code that a resume will run: `undefined` when it is that of the run. Code of an
 * installed package lies below its hash and is used as it is; that of a checkout may have changed.
 */
export async function findOtherCode(
  backends: BackendRegistry, directory: string, record: RunRecord, launch: LaunchDocument,
): Promise<string | undefined> {
  const recorded = record.assets.trainers;
  const script = launch.process.argv[1] ?? '';
  if (script.split(/[\\/]/).includes(recorded) || !backends.has(record.backend)) return undefined;
  const config = await readConfig(directory);
  const { assetsHash } = await backends.get(record.backend).createLaunchSpec(config);
  if (assetsHash === recorded) return undefined;
  return `The trainers' code in ${config.trainerDir} is no longer what the run was started with: its weights may differ.`;
}
