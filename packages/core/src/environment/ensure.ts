import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { EnvironmentProgress, EnvironmentSpec, ReadyEnvironment } from '../contract/environment.ts';
import type { EnsureEnvironmentOptions } from '../contract/executor.ts';
import { EnvironmentError } from '../errors.ts';
import { throwIfAborted } from './aborted.ts';
import { buildEnvironment } from './build-environment.ts';
import { withBuildLock } from './build-lock.ts';
import { checkOptions } from './check-options.ts';
import type { UsablePython } from './check-python.ts';
import {
  environmentPython, environmentStem, foldersOf, newEnvironmentFolder, readyAmong, readyEnvironment,
} from './environment-paths.ts';
import { findPythons } from './find-python.ts';
import { preferCpuBuilds } from './install/cpu-build.ts';
import { asInstallError } from './install/install-error.ts';
import { installSources, type InstallSources } from './install/install-sources.ts';
import { findUv } from './install/uv.ts';
import { readReadyMark, removeEnvironmentFolder } from './ready-mark.ts';
import { runProbe } from './run-probe.ts';
import { withLastGood } from './with-last-good.ts';

/**
 * The managed environment of `spec`: found ready, or built from the locked requirements, proven by the probe and a
 * training of two steps, and only then marked ready. What an interrupted build left is removed; a second process waits
 * for the first and takes what that has built. When it fails, the last good environment stays and is named.
 * @throws ConfigurationError `CONFIG_INVALID`, `CONFIG_CONFLICT` for an option; EnvironmentError `PYTHON_NOT_FOUND`,
 * `PYTHON_UNUSABLE`, `PLATFORM_UNSUPPORTED`, `UV_NOT_FOUND`, `DISK_FULL`, `OUT_OF_MEMORY`, `NETWORK_UNREACHABLE`,
 * `PROXY_REFUSED`, `CERTIFICATE_UNTRUSTED`, `INDEX_REFUSED`, `PACKAGE_UNAVAILABLE`, `PACKAGE_CORRUPT`,
 * `PACKAGE_MISMATCH`, `COMPILER_MISSING`, `KILLED`, `ENVIRONMENT_INSTALL_FAILED`, `PROBE_FAILED` or `ABORTED`
 */
export async function ensureEnvironment(
  home: string, spec: EnvironmentSpec, options: EnsureEnvironmentOptions = {},
): Promise<ReadyEnvironment> {
  checkOptions(options);
  const sources = installSources(options);
  const { pythonPath, signal, onProgress, rebuild = false } = options;
  const say = (progress: EnvironmentProgress) => onProgress?.(progress);
  throwIfAborted(signal);
  const ready = pythonPath === undefined && !rebuild ? await reuse(readyEnvironment(home, spec)) : undefined;
  if (!ready) {
    return build(home, spec, { options, sources, say }).catch((error: unknown) => {
      throw withLastGood(home, spec, error);
    });
  }
  say({ step: 'ready', message: `ready in ${ready.directory}` });
  return ready;
}

interface BuildContext {
  readonly options: EnsureEnvironmentOptions;
  readonly sources: InstallSources;
  readonly say: (progress: EnvironmentProgress) => void;
}

async function build(home: string, spec: EnvironmentSpec, context: BuildContext): Promise<ReadyEnvironment> {
  const { options, sources, say } = context;
  const { signal } = options;
  const python = await choosePython(spec, context);
  const stem = environmentStem(home, spec, python.minor);
  await mkdir(dirname(stem), { recursive: true }).catch((error: unknown) => {
    throw asInstallError(error, stem);
  });
  const [before] = readyAmong(foldersOf(home, spec, python.minor));
  const onWait = () => say({ step: 'venv', message: 'waiting for another process that builds the same environment' });
  return withBuildLock(stem, { python: python.path, signal, onWait }, async (onStart) => {
    const folders = foldersOf(home, spec, python.minor);
    const [newest] = readyAmong(folders);
    // Asked for another one: what somebody else has built in the meantime is one.
    const found = options.rebuild && newest === before ? undefined : await reuse(newest);
    if (!found) await sweep(folders);
    const tool = options.uv ? 'uv' : 'pip';
    const job = { python, spec, sources, tool, options: { signal, onStart }, say } as const;
    const environment = found ?? (await buildEnvironment({ ...job, folder: newEnvironmentFolder(stem) }));
    say({ step: 'ready', message: readyMessage(environment, newest) });
    return environment;
  });
}

/** The Python to build with; refuses what can be refused before anything is written. */
async function choosePython(spec: EnvironmentSpec, { options, sources, say }: BuildContext): Promise<UsablePython> {
  const { signal, uv } = options;
  if (uv) await findUv(signal);
  say({ step: 'python', message: 'looking for a Python to build with' });
  const python = await preferCpuBuilds(await findPythons(spec.pythonVersions, options), spec, sources, signal);
  await refusePlatform(python, spec, signal);
  return python;
}

function readyMessage({ reused, directory }: ReadyEnvironment, earlier: string | undefined): string {
  if (reused || earlier === undefined) return `${reused ? 'ready' : 'built'} in ${directory}`;
  return `built in ${directory}; the earlier one can go: tuner.environments.remove('${basename(earlier)}')`;
}

/** Removes what interrupted builds left. The lock is held: nobody builds there. */
async function sweep(folders: readonly string[]): Promise<void> {
  const ready = new Set(readyAmong(folders));
  for (const folder of folders) if (!ready.has(folder)) await removeEnvironmentFolder(folder);
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
  const mark = directory === undefined ? undefined : await readReadyMark(directory);
  if (directory === undefined || mark === undefined) return undefined;
  return { pythonPath: environmentPython(directory), directory, reused: true, probe: mark.probe };
}
