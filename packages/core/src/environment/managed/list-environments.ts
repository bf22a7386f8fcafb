import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentInfo } from '../../contract/environment.ts';
import type { Executor } from '../../contract/executor.ts';
import { environmentIds, environmentPython, environmentsFolder, parseId } from '../environment-paths.ts';
import { readReadyMark } from '../ready-mark.ts';
import { folderSize } from './folder-size.ts';
import { isBeingBuilt } from './is-being-built.ts';
import { interpretersInUse, usersOf } from './runs-using.ts';

/** The environments of a home, ready or not, by id. */
export async function listEnvironments(home: string, executor: Executor): Promise<EnvironmentInfo[]> {
  const interpreters = await interpretersInUse(home, executor);
  return Promise.all(environmentIds(home).map((id) => describe(home, id, interpreters)));
}

async function describe(home: string, id: string, interpreters: ReadonlyMap<string, string>): Promise<EnvironmentInfo> {
  const directory = join(environmentsFolder(home), id);
  const { name = id, minor = '' } = parseId(id) ?? {};
  const mark = await readReadyMark(directory);
  const begun = await stat(directory).then(({ birthtimeMs, mtimeMs }) => birthtimeMs || mtimeMs, () => 0);
  return {
    id, directory,
    backend: name.split('-')[0] ?? name,
    pythonPath: environmentPython(directory),
    python: mark?.python ?? mark?.probe.python ?? minor,
    sizeBytes: await folderSize(directory),
    createdAt: mark?.createdAt ?? new Date(begun).toISOString(),
    state: mark ? 'ready' : (await isBeingBuilt(directory)) ? 'building' : 'incomplete',
    usedBy: usersOf(directory, interpreters),
  };
}
