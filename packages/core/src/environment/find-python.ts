import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { EnvironmentError } from '../errors.ts';
import { throwIfAborted } from './aborted.ts';
import { checkPython, type PythonCheck, type UsablePython } from './check-python.ts';
import { pythonCandidates, type SearchPlaces } from './python-candidates.ts';

/** Where and how to look for a Python. */
export interface FindPythonOptions {
  /** The interpreter to use, whatever else there is. */
  readonly pythonPath?: string;
  readonly signal?: AbortSignal;
  /** How long one candidate may take, in milliseconds; 15,000 by default. */
  readonly timeoutMs?: number;
  /** The machine to search; this one by default. */
  readonly places?: SearchPlaces;
}

/** The interpreters that an environment can be built with, best first, one of each version. */
export type UsablePythons = readonly [UsablePython, ...UsablePython[]];

/**
 * Finds the Pythons to build an environment with: the one named alone, else `TUNER_PYTHON` alone, else all that run, in
 * the order of `versions` (best first).
 * @throws EnvironmentError `PYTHON_NOT_FOUND`, or `PYTHON_UNUSABLE` for the one named
 */
export async function findPythons(
  versions: readonly string[], options: FindPythonOptions = {},
): Promise<UsablePythons> {
  const { pythonPath, signal, timeoutMs = 15_000, places = thisMachine() } = options;
  if (pythonPath !== undefined) {
    const check = await checkPython({ file: pythonPath, args: [] }, versions, { timeoutMs, signal });
    return [usable(check, versions, places)];
  }
  const checks = await checkPythons(versions, options);
  throwIfAborted(signal);
  if (places.env['TUNER_PYTHON'] && checks[0] && 'python' in checks[0]) return [checks[0].python];
  const found = checks.flatMap((each) => ('python' in each ? [each.python] : []));
  const [best, ...others] = versions.flatMap((version) => found.find(({ minor }) => minor === version) ?? []);
  if (best === undefined) throw notFound(checks, versions, places);
  return [best, ...others];
}

/** The verdict on every Python that may be there: that of `TUNER_PYTHON` first, where it is set. */
export async function checkPythons(
  versions: readonly string[], { signal, timeoutMs = 15_000, places = thisMachine() }: FindPythonOptions = {},
): Promise<PythonCheck[]> {
  const preferred = places.env['TUNER_PYTHON'];
  const candidates = [...(preferred ? [{ file: preferred, args: [] }] : []), ...pythonCandidates(versions, places)];
  return Promise.all(candidates.map((candidate) => checkPython(candidate, versions, { timeoutMs, signal })));
}

function thisMachine(): SearchPlaces {
  return { platform: process.platform, env: process.env, home: homedir() };
}

function usable(check: PythonCheck, versions: readonly string[], places: SearchPlaces): UsablePython {
  if ('python' in check) return check.python;
  const expected = `Expected a Python ${oneOf(versions)} with its venv module`;
  throw new EnvironmentError('PYTHON_UNUSABLE', `The given Python cannot be used: ${sentence(check)}. ${expected}.`, {
    hint: `Name another interpreter, or install one: ${installCommand(versions[0], places.platform)}`,
    details: { pythonPath: check.candidate, reason: check.reason },
  });
}

function notFound(checks: readonly PythonCheck[], versions: readonly string[], places: SearchPlaces): EnvironmentError {
  const tried = checks.flatMap((check) => ('reason' in check ? [check] : [])).map((each) => ({ ...each }));
  const none = 'none was found on the PATH or in the usual folders';
  const seen = tried.length === 0 ? none : `tried ${tried.map(sentence).join('; ')}`;
  return new EnvironmentError('PYTHON_NOT_FOUND', `No usable Python ${oneOf(versions)}: ${seen}.`, {
    hint: `Install one: ${installCommand(versions[0], places.platform)}. Or set TUNER_PYTHON to the interpreter to use.`,
    details: { tried, versions: [...versions] },
  });
}

function sentence({ candidate, reason }: { readonly candidate: string; readonly reason?: string }): string {
  return `${candidate} (${reason})`;
}

function oneOf(versions: readonly string[]): string {
  return [...versions].sort().join(', ').replace(/, ([^,]*)$/, ' or $1');
}

/** The command that installs Python on this system. */
function installCommand(version = '3.12', platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `brew install python@${version}`;
  if (platform === 'win32') return `winget install -e --id Python.Python.${version}`;
  if (existsSync('/usr/bin/dnf')) return `sudo dnf install python${version}`;
  return `sudo apt install python${version} python${version}-venv`;
}
