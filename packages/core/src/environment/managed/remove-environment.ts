import { join } from 'node:path';
import type { Executor } from '../../contract/executor.ts';
import { EnvironmentError } from '../../errors.ts';
import { environmentIds, environmentsFolder } from '../environment-paths.ts';
import { removeEnvironmentFolder, withoutMark } from '../ready-mark.ts';
import { isBeingBuilt } from './is-being-built.ts';
import { interpretersInUse, usersOf } from './runs-using.ts';

/**
 * Removes an environment with its files.
 * @throws EnvironmentError `ENVIRONMENT_NOT_FOUND`; `ENVIRONMENT_IN_USE` while a run that has not ended trains with it,
 * or somebody builds it
 */
export async function removeEnvironment(home: string, executor: Executor, id: string): Promise<void> {
  const ids = environmentIds(home);
  if (!ids.includes(id)) throw notFound(home, id, ids);
  const directory = join(environmentsFolder(home), id);
  if (await isBeingBuilt(directory)) throw inUse(id, 'it is being built', { usedBy: [] });
  const refuseUsers = async () => {
    const usedBy = usersOf(directory, await interpretersInUse(home, executor));
    if (usedBy.length > 0) throw inUse(id, `these runs train with it: ${usedBy.join(', ')}`, { usedBy });
  };
  await refuseUsers();
  // From here on no new run can take it; one that just did is seen by the second look.
  await withoutMark(directory, refuseUsers);
  await removeEnvironmentFolder(directory);
}

function notFound(home: string, id: string, ids: readonly string[]): EnvironmentError {
  const there = ids.length === 0 ? 'There is none.' : `There are: ${ids.join(', ')}.`;
  const message = `There is no environment "${id}" in ${environmentsFolder(home)}. ${there}`;
  return new EnvironmentError('ENVIRONMENT_NOT_FOUND', message, {
    hint: 'tuner.environments.list() gives those there are.', details: { id, ids: [...ids] },
  });
}

function inUse(id: string, why: string, { usedBy }: { readonly usedBy: readonly string[] }): EnvironmentError {
  return new EnvironmentError('ENVIRONMENT_IN_USE', `The environment "${id}" cannot be removed: ${why}.`, {
    hint: 'Wait for the end, or stop it first: (await tuner.runs.attach(runId)).stop().',
    details: { id, usedBy: [...usedBy] }, retryable: true,
  });
}
