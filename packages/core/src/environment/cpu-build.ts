import type { EnvironmentProgress, EnvironmentSpec } from '../contract/environment.ts';
import type { UsablePython } from './check-python.ts';
import type { UsablePythons } from './find-python.ts';
import { pip, type PipOptions } from './pip.ts';

const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
const INDEX_DEADLINE_MS = 3000;

/** The packages that need a build for CPUs of their own: only on Linux on x86-64 does the default one carry CUDA. */
function cpuPins(spec: EnvironmentSpec): string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return [];
  const lines = spec.requirements.split('\n');
  const pins = (spec.cpuBuilds ?? []).map((name) => lines.find((line) => line.startsWith(`${name}==`))?.split(/[ ;]/)[0]);
  return pins.filter((pin) => pin !== undefined);
}

/** Of several interpreters, the first for which pip's own sources hold the builds for CPUs; else simply the first. */
export async function preferCpuBuilds(
  pythons: UsablePythons, spec: EnvironmentSpec, signal?: AbortSignal,
): Promise<UsablePython> {
  const pins = cpuPins(spec);
  if (pins.length === 0 || pythons.length === 1) return pythons[0];
  for (const python of pythons) {
    const found = await Promise.all(pins.map((pin) => pipHasCpuBuild(python.path, pin, signal)));
    if (found.every(Boolean)) return python;
  }
  return pythons[0];
}

/**
 * Installs the packages of `spec.cpuBuilds` from a build for CPUs, where the default one of this platform carries
 * gigabytes of CUDA: from pip's own sources when they hold one, else from PyTorch's index for CPUs.
 */
export async function installCpuBuilds(
  python: string, spec: EnvironmentSpec, options: PipOptions, say: (progress: EnvironmentProgress) => void,
): Promise<void> {
  for (const pin of cpuPins(spec)) {
    say({ step: 'install', message: `installing ${pin}, the build for CPUs` });
    if (await pipHasCpuBuild(python, pin, options.signal)) {
      await pip(python, ['install', '--no-deps', pin], options);
    } else if (await answers(CPU_INDEX)) {
      await pip(python, ['install', '--no-deps', '--index-url', CPU_INDEX, pin], options);
    } else {
      say({ step: 'install', message: `no build of ${pin} for CPUs can be reached: downloading the default one, about 3 GB with CUDA` });
      // With its dependencies: the locked file leaves CUDA's libraries out.
      await pip(python, ['install', pin], options);
    }
  }
}

async function pipHasCpuBuild(python: string, pin: string, signal: AbortSignal | undefined): Promise<boolean> {
  const args = ['install', '--dry-run', '--no-deps', '--ignore-installed', '--quiet', '--report', '-', pin];
  const lines = await pip(python, args, { signal }).catch(() => {
    signal?.throwIfAborted();
    return [];
  });
  return lines.some((line) => /"url":.*(?:\+|%2B)cpu/i.test(line));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/`, { method: 'HEAD', signal: AbortSignal.timeout(INDEX_DEADLINE_MS) })).ok;
  } catch {
    return false;
  }
}
