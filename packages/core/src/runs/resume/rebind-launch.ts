import { dirname, isAbsolute, join, relative } from 'node:path';
import type { LaunchDocument } from '../../contract/launch.ts';
import { LAUNCH_VERSION } from '../../contract/versions.ts';
import type { AttemptSettings } from '../start/attempt-settings.ts';
import { attemptPaths } from '../run-paths.ts';

/** What a resumed attempt has that the one before it has not. */
export interface Rebinding {
  /** The run directory, where it is now. */
  readonly directory: string;
  readonly attempt: number;
  readonly pythonPath: string;
  readonly settings: AttemptSettings;
  readonly resume: NonNullable<LaunchDocument['resume']>;
}

/**
 * The launch document of the next attempt: the same configuration, command and data as the one before, with the paths
 * of its own folder, also when the run directory was moved in the meantime.
 */
export function rebindLaunch(before: LaunchDocument, next: Rebinding): LaunchDocument {
  const { directory, attempt, pythonPath, settings, resume } = next;
  const oldFolder = dirname(before.files.launch ?? '');
  const folders = [[oldFolder, attemptPaths(directory, attempt).folder], [dirname(dirname(oldFolder)), directory]] as const;
  const move = (path: string) => movedPath(path, folders);
  const files = Object.entries(before.files).map(([role, path]) => [role, path === null ? null : move(path)]);
  const command = ([, ...args]: readonly string[]) => [pythonPath, ...args.map(move)];
  return {
    ...before,
    formatVersion: LAUNCH_VERSION,
    attempt,
    files: { ...Object.fromEntries(files), resumeFrom: resume.from?.path ?? null } as LaunchDocument['files'],
    process: { ...before.process, argv: command(before.process.argv) },
    prepare: before.prepare && { argv: command(before.prepare.argv) },
    requiredOutputs: before.requiredOutputs.map((set) => set.map(move)),
    ...settings,
    resume,
  };
}

function movedPath(path: string, folders: readonly (readonly [from: string, to: string])[]): string {
  if (!isAbsolute(path)) return path;
  for (const [from, to] of folders) {
    const below = relative(from, path);
    if (!below.startsWith('..') && !isAbsolute(below)) return join(to, below);
  }
  return path;
}
