import type { EnvironmentProgress, EnvironmentSpec } from '../contract/environment.ts';
import { throwIfAborted } from './aborted.ts';
import type { UsablePython } from './check-python.ts';
import type { UsablePythons } from './find-python.ts';
import { pip } from './pip.ts';
import type { RunCommandOptions } from './run-command.ts';

/** PyTorch's own index of builds without CUDA. */
const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
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

/** Of several interpreters, the first for which pip's own sources hold the builds for CPUs; else simply the first. */
export async function preferCpuBuilds(
  pythons: UsablePythons, spec: EnvironmentSpec, signal?: AbortSignal,
): Promise<UsablePython> {
  const pins = cpuPins(spec);
  if (pins.length === 0 || pythons.length === 1) return pythons[0];
  for (const python of pythons) {
    const found = await Promise.all(pins.map((pin) => offersCpuBuild(python.path, pin, [], signal)));
    if (found.every(Boolean)) return python;
  }
  return pythons[0];
}

/**
 * Installs the packages of `spec.cpuBuilds` from a build for CPUs, where the default one of this platform carries
 * gigabytes of CUDA: from pip's own sources when they hold one, else from PyTorch's index for CPUs.
 */
export async function installCpuBuilds(
  python: string, spec: EnvironmentSpec, options: RunCommandOptions, say: (progress: EnvironmentProgress) => void,
): Promise<void> {
  for (const pin of cpuPins(spec)) {
    const { name, version } = pin;
    const cpuBuild = `${name}==${version}+cpu`;
    say({ step: 'install', message: `${name} ${version}, the build for CPUs` });
    if (await offersCpuBuild(python, pin, [], options.signal)) {
      await pip(python, ['install', '--no-deps', cpuBuild], options);
    } else if (await offersCpuBuild(python, pin, ['--index-url', CPU_INDEX], options.signal)) {
      await pip(python, ['install', '--no-deps', '--index-url', CPU_INDEX, cpuBuild], options);
    } else {
      const message = `no build of ${name} for CPUs can be reached: downloading the default one, ${DEFAULT_BUILD}`;
      say({ step: 'install', message });
      // With its dependencies: the locked file leaves CUDA's libraries out.
      await pip(python, ['install', `${name}==${version}`], options);
    }
  }
}

/** Whether pip would find the build; asks for names only, since a dry run of an older pip downloads the whole file. */
async function offersCpuBuild(
  python: string, { name, version }: Pin, from: readonly string[], signal?: AbortSignal,
): Promise<boolean> {
  try {
    const args = ['index', 'versions', name, '--timeout', '3', '--retries', '0', ...from];
    const listed = await pip(python, args, { signal });
    return listed.split(/[\s,]+/).includes(`${version}+cpu`);
  } catch {
    // An index that cannot be reached, or a Python without pip: another way is tried.
    throwIfAborted(signal);
    return false;
  }
}
