import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { freeDisk } from '../plan/disk/estimate-disk.ts';
import { formatBytes } from '../plan/format-bytes.ts';
import type { PreflightFinding } from './finding.ts';

const MIB = 1024 * 1024;
/** Less holds not even the smallest run: events, log, an adapter of a few megabytes and its optimizer's state. */
const LEAST_BYTES = 32 * MIB;
const LOW_BYTES = 1024 * MIB;

/** Whether runs can be recorded: in the folder of the runs, or in the first one above it that is there. */
export async function checkHome(home: string): Promise<PreflightFinding[]> {
  let folder = join(home, 'runs');
  let found = await stat(folder).catch(() => undefined);
  while (!found && dirname(folder) !== folder) {
    folder = dirname(folder);
    found = await stat(folder).catch(() => undefined);
  }
  const denied = found?.isDirectory() === false
    ? `${folder} is a file`
    : await access(folder, constants.W_OK).then(() => undefined, (error: Error) => error.message);
  if (denied === undefined) return [];
  return [{
    weight: 'certain', topic: 'HOME', code: 'HOME_NOT_WRITABLE',
    message: `Runs cannot be recorded in ${home}: ${denied}.`,
    fix: 'Choose a folder that this user may write to: createTuner({ home }), or TUNER_HOME.', details: { home },
  }];
}

/** Whether the interpreter can be started: one that was given may be mistyped, a built one may have lost its base. */
export async function checkPython(pythonPath: string): Promise<PreflightFinding[]> {
  // A bare name is looked for on the PATH by whoever starts it.
  if (!/[\\/]/.test(pythonPath)) return [];
  const finding = { weight: 'certain', topic: 'PYTHON', code: 'PYTHON_NOT_FOUND', details: { pythonPath } } as const;
  const found = await stat(pythonPath).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
  if (typeof found === 'string') {
    const fix = 'Build the environment with tuner.ensureEnvironment(), or pass the pythonPath of an interpreter.';
    return [{ ...finding, message: `There is no Python at ${pythonPath} (${found}).`, fix }];
  }
  if (found.isDirectory()) {
    const fix = 'Name the program in it: bin/python, or Scripts\\python.exe.';
    return [{ ...finding, message: `${pythonPath} is a folder, not an interpreter.`, fix }];
  }
  const isExecutable = await access(pythonPath, constants.X_OK).then(() => true, () => false);
  if (isExecutable) return [];
  const fix = 'Name a Python interpreter, or allow it: chmod +x.';
  return [{ ...finding, code: 'PYTHON_UNUSABLE', message: `${pythonPath} may not be executed.`, fix }];
}

/** Whether there is room for a run at all; how much its checkpoints need is the plan's to say. */
export async function checkDisk(home: string): Promise<PreflightFinding[]> {
  const free = await freeDisk(home);
  if (free === null || free >= LOW_BYTES) return [];
  const room = `Only ${formatBytes(free)} are free`;
  const message = `${room} on the disk of ${home}, where checkpoints and model are written.`;
  const details = { home, freeBytes: free };
  const fix = 'Free disk space, or choose another home (createTuner({ home }), TUNER_HOME).';
  return [{ weight: free < LEAST_BYTES ? 'likely' : 'doubt', topic: 'DISK', code: 'DISK_FULL', message, fix, details }];
}
