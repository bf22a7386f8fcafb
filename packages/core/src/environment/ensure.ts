import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { EnvironmentProgress, EnvironmentSpec, ProbeReport, ReadyEnvironment } from '../contract/environment.ts';
import type { EnsureEnvironmentOptions } from '../contract/executor.ts';
import { EnvironmentError } from '../errors.ts';
import { writeOnce } from '../process/write-once.ts';
import { withBuildLock } from './build-lock.ts';
import { installCpuBuilds, preferCpuBuilds } from './cpu-build.ts';
import { environmentFolder, environmentPython, readyEnvironment, readyMark } from './environment-paths.ts';
import { findPythons } from './find-python.ts';
import { throwIfAborted } from './aborted.ts';
import { pip } from './pip.ts';
import { runProbe } from './run-probe.ts';

type Say = (progress: EnvironmentProgress) => void;

/**
 * The managed environment of `spec`: found ready, or built with venv and pip from the locked requirements, proven by
 * the probe, and only then marked ready. A half-built one is built anew; a second process waits for the first.
 * @throws EnvironmentError
 */
export async function ensureEnvironment(
  home: string, spec: EnvironmentSpec, options: EnsureEnvironmentOptions = {},
): Promise<ReadyEnvironment> {
  const say: Say = (progress) => options.onProgress?.(progress);
  const ready = await readyEnvironment(home, spec);
  if (ready) return finish(ready, spec, true, say);
  say({ step: 'python', message: 'looking for a Python to build with' });
  const pythons = await findPythons(spec.pythonVersions, options);
  const python = await preferCpuBuilds(pythons, spec, options.signal);
  const folder = environmentFolder(home, spec, python.minor);
  await mkdir(dirname(folder), { recursive: true });
  return withBuildLock(folder, options.signal, async () => {
    if (existsSync(readyMark(folder))) return finish(folder, spec, true, say);
    await build(folder, python.path, spec, options.signal, say);
    return finish(folder, spec, false, say);
  });
}

async function build(folder: string, python: string, spec: EnvironmentSpec, signal: AbortSignal | undefined, say: Say): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  say({ step: 'venv', message: `making a virtual environment with ${python}` });
  const made = await execa(python, ['-m', 'venv', folder], { reject: false, all: true, stdin: 'ignore', cancelSignal: signal });
  throwIfAborted(signal);
  if (made.failed) throw venvFailed(python, made.all ?? '');
  const inside = environmentPython(folder);
  await installCpuBuilds(inside, spec, { signal }, say);
  await installRequirements(folder, inside, spec, signal, say);
}

async function installRequirements(
  folder: string, python: string, spec: EnvironmentSpec, signal: AbortSignal | undefined, say: Say,
): Promise<void> {
  const file = join(folder, 'requirements.txt');
  await writeFile(file, spec.requirements);
  const total = spec.requirements.split('\n').filter((line) => /^[A-Za-z0-9]/.test(line)).length;
  if (total === 0) return;
  let done = 0;
  const onLine = (line: string) => {
    const name = /^(?:Collecting|Requirement already satisfied:|Ignoring) ([\w.-]+)/.exec(line)?.[1];
    if (name !== undefined) say({ step: 'install', message: name, done: (done += 1), total });
    if (line.startsWith('Installing collected packages')) say({ step: 'install', message: 'unpacking', done: total, total });
  };
  // The lock file holds the full closure, so pip has nothing to decide.
  await pip(python, ['install', '--no-deps', '--progress-bar', 'off', '-r', file], { signal, onLine });
}

async function finish(folder: string, spec: EnvironmentSpec, reused: boolean, say: Say): Promise<ReadyEnvironment> {
  const pythonPath = environmentPython(folder);
  say({ step: 'probe', message: 'checking that it works' });
  const probe = await prove(pythonPath, spec);
  await writeOnce(readyMark(folder), `${JSON.stringify({ formatVersion: '1.0', versions: probe.versions }, null, 2)}\n`);
  say({ step: 'ready', message: reused ? `ready: ${folder}` : `built: ${folder}` });
  return { pythonPath, directory: folder, reused, probe };
}

/** A missing GPU says nothing about the environment: it is the machine's. */
async function prove(python: string, spec: EnvironmentSpec): Promise<ProbeReport> {
  const answer = await runProbe(python, spec, { timeoutMs: 180_000 });
  if ('finding' in answer) throw notProven(answer.finding.message);
  const broken = answer.report.findings.find(({ code, severity }) => severity === 'error' && code !== 'GPU_NOT_FOUND');
  if (broken) throw notProven(broken.message);
  return answer.report;
}

function notProven(message: string): EnvironmentError {
  return new EnvironmentError('PROBE_FAILED', `The Python environment was built, but does not work: ${message}`, {
    hint: 'Delete its folder and try again; if it fails again, report it with this message.',
  });
}

function venvFailed(python: string, output: string): EnvironmentError {
  const last = output.trim().split('\n').at(-1) ?? '';
  return new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', `${python} could not make a virtual environment: ${last}`, {
    hint: 'On Debian and Ubuntu install python3-venv; check that the disk has room.',
    details: { python, log: output.split('\n').slice(-10) },
  });
}
