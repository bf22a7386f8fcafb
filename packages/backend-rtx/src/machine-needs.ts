import type { MachineNeeds } from '@tuner/core';
import type { Device } from './detect-device.ts';

/** The wheels are `manylinux_2_28`. */
const GLIBC = '2.28';

/**
 * What the locked packages ask of a machine. The driver is that of CUDA 13, which PyTorch 2.13 is built with ("CUDA
 * 13.x: >= 580" in NVIDIA's table of minor version compatibility). The disk: what an installation took, with downloads.
 */
export function machineNeeds(device: Device): MachineNeeds {
  if (device === 'cpu') return { glibc: GLIBC, diskBytes: 2.5e9 };
  return { glibc: GLIBC, gpu: 'nvidia', nvidiaDriver: '580', compiler: true, diskBytes: 12e9 };
}
