import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/** Whether a small disk can be made here: that needs root. */
export const canMount = process.platform === 'linux' && process.getuid?.() === 0;

/** Mounts a disk of `size` (`8m`) in memory until the program ends; gives its folder. */
export function smallDisk(folder: string, size: string): string {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
  process.once('exit', () => execFileSync('umount', ['--lazy', folder]));
  return folder;
}
