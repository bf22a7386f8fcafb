import type { Machine } from './machine/machine.ts';

/** What package managers call something; left out where it comes with the system. */
interface PackageNames {
  readonly apt: string;
  readonly dnf: string;
  readonly brew?: string;
  readonly winget?: string;
}

/** The command that installs something on a machine. */
export function installCommand({ platform, exists }: Machine, names: PackageNames): string | undefined {
  if (platform === 'darwin') return names.brew === undefined ? undefined : `brew install ${names.brew}`;
  if (platform === 'win32') return names.winget === undefined ? undefined : `winget install -e --id ${names.winget}`;
  if (exists('/usr/bin/dnf')) return `sudo dnf install ${names.dnf}`;
  return `sudo apt install ${names.apt}`;
}
