import type { EnvironmentProgress, EnvironmentSpec } from '../contract/environment.ts';
import { pip, type PipOptions } from './pip.ts';

const CPU_INDEX = 'https://download.pytorch.org/whl/cpu';
const INDEX_DEADLINE_MS = 3000;

/**
 * Installs the packages of `spec.cpuBuilds` from a build for CPUs, where the default one of this platform carries
 * gigabytes of CUDA (Linux on x86-64): from pip's own sources when they hold one, else from PyTorch's index for CPUs.
 */
export async function installCpuBuilds(
  python: string, spec: EnvironmentSpec, options: PipOptions, say: (progress: EnvironmentProgress) => void,
): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  for (const name of spec.cpuBuilds ?? []) {
    const pin = spec.requirements.split('\n').find((line) => line.startsWith(`${name}==`))?.split(/[ ;]/)[0];
    if (pin === undefined) continue;
    say({ step: 'install', message: `installing ${pin}, the build for CPUs` });
    if (await pipHasCpuBuild(python, pin, options)) {
      await pip(python, ['install', '--no-deps', pin], options);
    } else if (await answers(CPU_INDEX)) {
      await pip(python, ['install', '--no-deps', '--index-url', CPU_INDEX, pin], options);
    } else {
      say({ step: 'install', message: `no build of ${name} for CPUs can be reached: downloading the default one, about 900 MB` });
    }
  }
}

async function pipHasCpuBuild(python: string, pin: string, options: PipOptions): Promise<boolean> {
  const lines = await pip(python, ['install', '--dry-run', '--no-deps', '--quiet', '--report', '-', pin], { signal: options.signal });
  return lines.some((line) => /"url":.*(?:\+|%2B)cpu/i.test(line));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/`, { method: 'HEAD', signal: AbortSignal.timeout(INDEX_DEADLINE_MS) })).ok;
  } catch {
    return false;
  }
}
