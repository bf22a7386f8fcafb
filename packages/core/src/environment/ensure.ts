import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { EnvironmentProgress, EnvironmentSpec, ReadyEnvironment } from '../contract/environment.ts';
import type { EnsureEnvironmentOptions } from '../contract/executor.ts';
import { EnvironmentError } from '../errors.ts';
import { throwIfAborted } from './aborted.ts';
import type { UsablePython } from './check-python.ts';
import { buildEnvironment } from './build-environment.ts';
import { withBuildLock } from './build-lock.ts';
import { preferCpuBuilds } from './cpu-build.ts';
import { environmentFolder, environmentPython, readyEnvironment } from './environment-paths.ts';
import { findPythons } from './find-python.ts';
import { asInstallError } from './install-error.ts';
import { readReadyMark } from './ready-mark.ts';
import { runProbe } from './run-probe.ts';

/**
 * The managed environment of `spec`: found ready, or built with venv and pip from the locked requirements, proven by
 * the probe, and only then marked ready. A half-built one is built anew; a second process waits for the first.
 * @throws EnvironmentError `PYTHON_NOT_FOUND`, `PYTHON_UNUSABLE`, `NETWORK_UNREACHABLE`, `DISK_FULL`,
 * `ENVIRONMENT_INSTALL_FAILED`, `PROBE_FAILED`, `PLATFORM_UNSUPPORTED` or `ABORTED`
 */
export async function ensureEnvironment(
  home: string, spec: EnvironmentSpec, options: EnsureEnvironmentOptions = {},
): Promise<ReadyEnvironment> {
  const { pythonPath, signal, onProgress } = options;
  const say = (progress: EnvironmentProgress) => onProgress?.(progress);
  throwIfAborted(signal);
  const ready = pythonPath === undefined ? await reuse(readyEnvironment(home, spec)) : undefined;
  if (ready) {
    say({ step: 'ready', message: `ready in ${ready.directory}` });
    return ready;
  }
  say({ step: 'python', message: 'looking for a Python to build with' });
  const python = await preferCpuBuilds(await findPythons(spec.pythonVersions, options), spec, signal);
  await refusePlatform(python, spec, signal);
  const folder = environmentFolder(home, spec, python.minor);
  await mkdir(dirname(folder), { recursive: true }).catch((error: unknown) => {
    throw asInstallError(error, folder);
  });
  const onWait = () => say({ step: 'venv', message: 'waiting for another process that builds the same environment' });
  return withBuildLock(folder, { python: python.path, signal, onWait }, async () => {
    const environment = (await reuse(folder)) ?? (await buildEnvironment(folder, python, spec, signal, say));
    say({ step: 'ready', message: `${environment.reused ? 'ready' : 'built'} in ${folder}` });
    return environment;
  });
}

/** Asks the probe before anything is downloaded: it knows machines that the packages do not exist for. */
async function refusePlatform(python: UsablePython, spec: EnvironmentSpec, signal?: AbortSignal): Promise<void> {
  const answer = await runProbe(python.path, spec, { signal });
  const findings = 'report' in answer ? answer.report.findings : [];
  const unsupported = findings.find(({ code }) => code === 'PLATFORM_UNSUPPORTED');
  if (!unsupported) return;
  throw new EnvironmentError('PLATFORM_UNSUPPORTED', unsupported.message, { hint: unsupported.fix });
}

async function reuse(directory: string | undefined): Promise<ReadyEnvironment | undefined> {
  const probe = directory === undefined ? undefined : await readReadyMark(directory);
  if (directory === undefined || probe === undefined) return undefined;
  return { pythonPath: environmentPython(directory), directory, reused: true, probe };
}
