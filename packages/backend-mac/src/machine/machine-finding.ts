import type { Finding } from '@tuner/core';
import type { MacDevice } from '../config/config-spec.ts';
import type { MachineFacts } from './machine-facts.ts';
import { missingWheels } from './missing-wheels.ts';

/** What stands against training on a machine, whatever is installed there; `undefined` when nothing does. */
export function machineFinding(machine: MachineFacts, device: MacDevice): Finding | undefined {
  const missing = missingWheels(machine);
  const isAppleSilicon = machine.platform === 'darwin' && machine.arch === 'arm64';
  if (device === 'metal' && !isAppleSilicon) {
    const instead = missing
      ? `${missing.reason}, so that device: 'cpu' is no way out here.`
      : "For tests and tiny models there is new MacBackend({ device: 'cpu' }).";
    return {
      code: 'GPU_NOT_FOUND',
      severity: 'error',
      message: `Metal needs a Mac with Apple silicon; this is ${machineName(machine)}.`,
      fix: `Train on such a Mac. ${instead}`,
    };
  }
  if (!missing) return undefined;
  return { code: 'PLATFORM_UNSUPPORTED', severity: 'error', message: `${missing.reason}.`, fix: missing.fix };
}

function machineName({ platform, arch }: MachineFacts): string {
  const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'an Intel Mac', linux: 'Linux', win32: 'Windows' };
  return `${names[platform] ?? platform} (${arch})`;
}
