import type { MachineFacts } from './machine-facts.ts';

/** The oldest systems that the locked MLX has packages for. */
const OLDEST_MACOS = 14;
/** On Linux, the oldest C library. */
export const OLDEST_GLIBC = '2.35';

/** Why there is no MLX for a machine, and what to do about it. */
export interface MissingWheels {
  readonly reason: string;
  readonly fix: string;
}

const ELSEWHERE = 'Train on a Mac with Apple silicon';

/** Why MLX cannot be installed on a machine; `undefined` where it can. */
export function missingWheels(machine: MachineFacts): MissingWheels | undefined {
  const { platform, arch } = machine;
  if (platform === 'darwin') return onMac(machine);
  if (platform === 'linux') return onLinux(machine);
  const name = platform === 'win32' ? 'Windows' : platform;
  return { reason: `MLX is not supported on ${name} (${arch})`, fix: `${ELSEWHERE}, or on Linux with device: 'cpu'.` };
}

function onMac({ arch, macos = 0 }: MachineFacts): MissingWheels | undefined {
  if (arch !== 'arm64') {
    return { reason: `MLX has no package for Macs with an Intel processor (${arch})`, fix: `${ELSEWHERE}.` };
  }
  if (macos >= OLDEST_MACOS) return undefined;
  return {
    reason: `MLX has no package for macOS ${macos}: it needs macOS ${OLDEST_MACOS} or newer`,
    fix: `Update macOS to ${OLDEST_MACOS} or newer.`,
  };
}

function onLinux({ arch, glibc }: MachineFacts): MissingWheels | undefined {
  if (arch !== 'x64' && arch !== 'arm64') {
    return { reason: `MLX has no package for Linux on ${arch}`, fix: `${ELSEWHERE}.` };
  }
  if (glibc !== undefined && isAtLeast(glibc, OLDEST_GLIBC)) return undefined;
  const found = glibc === undefined ? 'without glibc' : `with glibc ${glibc}`;
  return {
    reason: `MLX has no package for Linux ${found}: it needs glibc ${OLDEST_GLIBC} or newer`,
    fix: 'Use a newer Linux, such as Ubuntu 22.04, Debian 12 or Fedora 36.',
  };
}

function isAtLeast(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}
