import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PythonCandidate } from './python-candidates.ts';

// Node's own, unlike the rest of this folder: the repository's bootstrap looks for Python before packages are there.
const run = promisify(execFile);

/** A Python that ran and can make environments. */
export interface UsablePython {
  /** The interpreter itself, whatever shim or launcher led to it. */
  readonly path: string;
  /** Such as `3.12.4`. */
  readonly version: string;
  /** Such as `3.12`. */
  readonly minor: string;
}

/** The verdict on one candidate. */
export type PythonCheck =
  | { readonly candidate: string; readonly python: UsablePython }
  | { readonly candidate: string; readonly reason: string };

interface Facts {
  readonly executable: string;
  readonly version: readonly [number, number, number];
  readonly implementation: string;
  readonly bits: number;
  readonly machine: string;
  readonly venv: boolean;
  readonly freeThreaded: boolean;
}

const SCRIPT = `
import json, platform, struct, sys, sysconfig
from importlib.util import find_spec
print(json.dumps({
    "executable": sys.executable, "version": list(sys.version_info[:3]), "implementation": sys.implementation.name,
    "bits": 8 * struct.calcsize("P"), "machine": platform.machine(),
    "venv": bool(find_spec("venv") and find_spec("ensurepip")),
    "freeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
}))`;

/** Runs a candidate and judges what it says of itself: a name on the PATH proves nothing. */
export async function checkPython(
  candidate: PythonCandidate,
  versions: readonly string[],
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<PythonCheck> {
  const name = [candidate.file, ...candidate.args].join(' ');
  if (candidate.refused !== undefined) return { candidate: name, reason: candidate.refused };
  const facts = await ask(candidate, options);
  if (typeof facts === 'string') return { candidate: name, reason: facts };
  const reason = refusal(facts, versions);
  if (reason !== undefined) return { candidate: name, reason };
  const [major, minor] = facts.version;
  const python = { path: facts.executable, version: facts.version.join('.'), minor: `${major}.${minor}` };
  return { candidate: name, python };
}

async function ask(
  { file, args }: PythonCandidate,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<Facts | string> {
  let stdout: string;
  try {
    const limits = { timeout: timeoutMs, killSignal: 'SIGKILL', signal } as const;
    ({ stdout } = await run(file, [...args, '-I', '-c', SCRIPT], limits));
  } catch (error) {
    return failure(error as NodeJS.ErrnoException & { killed?: boolean; stderr?: string }, timeoutMs);
  }
  try {
    return JSON.parse(stdout) as Facts;
  } catch {
    return 'does not answer like Python';
  }
}

function failure(error: NodeJS.ErrnoException & { killed?: boolean; stderr?: string }, timeoutMs: number): string {
  if (error.killed) return `gave no answer within ${timeoutMs / 1000} s`;
  if (error.code === 'ENOENT') return 'is not there';
  if (error.code === 'EACCES') return 'must not be executed';
  const complaint = error.stderr?.trim().split('\n').at(-1);
  return complaint ? `fails: ${complaint.slice(0, 200)}` : 'fails when it is started';
}

function refusal(facts: Facts, versions: readonly string[]): string | undefined {
  const version = facts.version.join('.');
  if (facts.implementation !== 'cpython') return `is ${facts.implementation}, which the packages do not support`;
  if (!versions.includes(facts.version.slice(0, 2).join('.'))) return `is Python ${version}`;
  if (facts.freeThreaded) return `is a free-threaded build of Python ${version}`;
  if (facts.bits !== 64) return `is a ${facts.bits}-bit Python`;
  const onAppleSilicon = process.platform === 'darwin' && process.arch === 'arm64';
  if (onAppleSilicon && facts.machine !== 'arm64') return `is built for ${facts.machine}`;
  const minor = facts.version.slice(0, 2).join('.');
  if (!facts.venv) return `Python ${version} lacks the venv module: sudo apt install python${minor}-venv`;
  return undefined;
}
