import { MacBackend } from '@tuner/backend-mac';
import { detectDevice, RTXBackend, type Device } from '@tuner/backend-rtx';
import type { ITrainingBackend } from '@tuner/core';
import { machineFacts } from '../packages/backend-mac/src/machine/machine-facts.ts';
import { missingWheels } from '../packages/backend-mac/src/machine/missing-wheels.ts';

/** The exit code of a script whose environment cannot be on this machine: nothing failed, its tests are skipped. */
export const NOT_HERE = 4;

/** A back end whose environment the scripts of this repository build and use. */
export interface ManagedBackend {
  readonly backend: ITrainingBackend;
  /** Why its environment cannot be on this machine. */
  readonly missing?: string;
}

/** The back end `rtx` or `mac`, for a device: by default what this machine has, a CPU for `mac`. */
export async function managedBackend(name: string, device?: string): Promise<ManagedBackend> {
  if (name === 'mac') {
    return { backend: new MacBackend({ device: 'cpu' }), missing: missingWheels(machineFacts())?.reason };
  }
  if (name !== 'rtx') throw new Error(`There is no environment "${name}": use rtx or mac.`);
  return { backend: new RTXBackend({ device: (device as Device | undefined) ?? (await detectDevice()) }) };
}
