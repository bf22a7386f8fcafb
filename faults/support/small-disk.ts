import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Whether a small disk can be made here: that needs root. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

const mounted = new Set<string>();

/** Mounts a disk of `size` (`8m`) in memory; gives its folder. */
export function smallDisk(folder: string, size: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  mounted.add(folder);
  return folder;
}

/** Takes all small disks away, so that their folders can be removed. */
export function removeSmallDisks(): void {
  for (const folder of mounted) execFileSync('umount', ['--lazy', folder]);
  mounted.clear();
}
