import { execa } from 'execa';
import { EnvironmentError } from '../errors.ts';
import { pythonCandidates } from './python-candidates.ts';

/** An interpreter that was executed. */
export interface FoundPython {
  readonly path: string;
  /** Major and minor, such as `3.12`. */
  readonly version: string;
}

/** An interpreter that cannot be used, and why. */
export interface RefusedPython {
  readonly path: string;
  readonly reason: string;
}

const FACTS = 'import sys, json, importlib.util as u; print(json.dumps([sys.executable, "%d.%d" % sys.version_info[:2], '
  + 'u.find_spec("venv") is not None and u.find_spec("ensurepip") is not None]))';
const DEADLINE_MS = 10_000;

/**
 * The best interpreter to build an environment with: the one named (or `TUNER_PYTHON`), else of all that are found and
 * really run the one whose version comes first in `versions`.
 * @throws EnvironmentError `PYTHON_NOT_FOUND`, saying which were tried and why each was refused
 */
export async function findPython(versions: readonly string[], named = process.env['TUNER_PYTHON']): Promise<FoundPython> {
  const refused: RefusedPython[] = [];
  const found: FoundPython[] = [];
  for (const path of named ? [named] : pythonCandidates(versions)) {
    const answer = await examine(path, versions);
    if ('reason' in answer) refused.push(answer);
    else if (answer.version === versions[0]) return answer;
    else found.push(answer);
  }
  found.sort((a, b) => versions.indexOf(a.version) - versions.indexOf(b.version));
  if (found[0]) return found[0];
  throw notFound(versions, refused);
}

/** Executes an interpreter before it counts: shims and stubs lie. */
async function examine(path: string, versions: readonly string[]): Promise<FoundPython | RefusedPython> {
  const { stdout, failed, timedOut, shortMessage } = await execa(path, ['-I', '-c', FACTS], { reject: false, timeout: DEADLINE_MS });
  if (timedOut) return { path, reason: `gave no answer in ${DEADLINE_MS / 1000} s` };
  if (failed) return { path, reason: (shortMessage ?? 'does not run').split('\n')[0] ?? '' };
  try {
    const [executable, version, hasVenv] = JSON.parse(stdout) as [string, string, boolean];
    if (!versions.includes(version)) return { path, reason: `is Python ${version}` };
    return hasVenv ? { path: executable, version } : { path, reason: 'has no venv module (on Debian: apt install python3-venv)' };
  } catch {
    return { path, reason: 'does not answer like a Python' };
  }
}

function notFound(versions: readonly string[], refused: readonly RefusedPython[]): EnvironmentError {
  const sorted = [...versions].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const tried = refused.map(({ path, reason }) => `${path} ${reason}`).join('; ') || 'none was found';
  return new EnvironmentError('PYTHON_NOT_FOUND', `There is no usable Python ${sorted.join(', ')}. Tried: ${tried}.`, {
    hint: `Install Python ${versions[0] ?? '3.12'}: ${installCommand(versions[0] ?? '3.12')}; or set TUNER_PYTHON to one.`,
    details: { versions: [...versions], tried: refused.map(({ path, reason }) => ({ path, reason })) },
  });
}

function installCommand(version: string): string {
  if (process.platform === 'darwin') return `brew install python@${version}`;
  if (process.platform === 'win32') return `winget install Python.Python.${version}`;
  return `apt install python${version} python${version}-venv (or your distribution's like)`;
}
