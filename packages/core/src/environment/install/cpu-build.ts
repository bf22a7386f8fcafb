import type { EnvironmentSpec } from '../../contract/environment.ts';
import { throwIfAborted } from '../aborted.ts';
import type { UsablePython } from '../check-python.ts';
import type { UsablePythons } from '../find-python.ts';
import { askPip, installPackages, type Installer } from './installer.ts';
import { pipVariables, type InstallSources } from './install-sources.ts';
import { packageIndex } from './package-index.ts';
import { pip } from './pip.ts';

const DEFAULT_BUILD = 'about 3 GB with its CUDA libraries';

interface Pin {
  readonly name: string;
  readonly version: string;
}

/** The packages that need a build for CPUs of their own: only on Linux does the default one carry CUDA. */
function cpuPins({ requirements, cpuBuilds = [] }: EnvironmentSpec): Pin[] {
  if (process.platform !== 'linux') return [];
  return requirements.split('\n').flatMap((line) => {
    const [, name, version] = /^([\w.-]+)==([\w.]+)/.exec(line) ?? [];
    return name !== undefined && version !== undefined && cpuBuilds.includes(name) ? [{ name, version }] : [];
  });
}

/** Of several interpreters, the first for which the sources hold the builds for CPUs; else simply the first. */
export async function preferCpuBuilds(
  pythons: UsablePythons, spec: EnvironmentSpec, sources: InstallSources, signal?: AbortSignal,
): Promise<UsablePython> {
  const pins = cpuPins(spec);
  if (pins.length === 0 || pythons.length === 1) return pythons[0];
  const env = pipVariables(sources);
  for (const { path, ...python } of pythons) {
    const ask = (args: readonly string[]) => pip(path, args, { signal, env });
    const found = await Promise.all(pins.map((pin) => offersCpuBuild(ask, pin, signal)));
    if (found.every(Boolean)) return { path, ...python };
  }
  return pythons[0];
}

/**
 * Installs the packages of `spec.cpuBuilds` from a build for CPUs, where the default one of this platform carries
 * gigabytes of CUDA: from the installer's sources when they hold one, else from PyTorch's index for CPUs, unless the
 * caller named the only sources.
 */
export async function installCpuBuilds(installer: Installer, spec: EnvironmentSpec): Promise<void> {
  for (const pin of cpuPins(spec)) {
    const { name, version } = pin;
    installer.say({ step: 'install', message: `${name} ${version}, the build for CPUs` });
    const source = await sourceOf(installer, pin);
    if (source) await installPackages(source, ['--no-deps', `${name}==${version}+cpu`], 1);
    else {
      const message = `no build of ${name} for CPUs can be reached: downloading the default one, ${DEFAULT_BUILD}`;
      installer.say({ step: 'install', message });
      // With its dependencies: the locked file leaves CUDA's libraries out.
      await installPackages(installer, [`${name}==${version}`], 1);
    }
  }
}

/** The installer with the source that holds the build; `undefined` when none that may be asked does. */
async function sourceOf(installer: Installer, pin: Pin): Promise<Installer | undefined> {
  const { sources, options: { signal } } = installer;
  if (await offersCpuBuild((args) => askPip(installer, args), pin, signal)) return installer;
  if (sources.wheels !== undefined || sources.index !== undefined) return undefined;
  const elsewhere = { ...installer, sources: { ...sources, index: packageIndex('index', 'pytorch-cpu', {}) } };
  return (await offersCpuBuild((args) => askPip(elsewhere, args), pin, signal)) ? elsewhere : undefined;
}

/** Whether pip would find the build; asks for names only, since a dry run of an older pip downloads the whole file. */
async function offersCpuBuild(
  ask: (args: readonly string[]) => Promise<string>, { name, version }: Pin, signal?: AbortSignal,
): Promise<boolean> {
  try {
    const listed = await ask(['index', 'versions', name, '--timeout', '3', '--retries', '0']);
    return listed.split(/[\s,]+/).includes(`${version}+cpu`);
  } catch {
    // An index that cannot be reached, or a Python without pip: another way is tried.
    throwIfAborted(signal);
    return false;
  }
}
