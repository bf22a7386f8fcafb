import { compilerCheck } from './checks/compiler.ts';
import { detachCheck } from './checks/detach.ts';
import { diskCheck } from './checks/disk.ts';
import { environmentCheck } from './checks/environment.ts';
import { glibcCheck } from './checks/glibc.ts';
import { gpuMemoryCheck } from './checks/gpu-memory.ts';
import { hubTokenCheck } from './checks/hub-token.ts';
import { memoryCheck } from './checks/memory.ts';
import { networkCheck } from './checks/network.ts';
import { nvidiaDriverCheck } from './checks/nvidia-driver.ts';
import { packagesCheck } from './checks/packages.ts';
import { platformCheck } from './checks/platform.ts';
import { pythonCheck } from './checks/python.ts';
import { wslCheck } from './checks/wsl.ts';
import type { Check } from './patient.ts';

/** Everything that the doctor looks at. They run at once. */
export const CHECKS: readonly Check[] = [
  platformCheck, pythonCheck, environmentCheck, packagesCheck, nvidiaDriverCheck, gpuMemoryCheck, glibcCheck,
  compilerCheck, diskCheck, memoryCheck, wslCheck, detachCheck, networkCheck, hubTokenCheck,
];
