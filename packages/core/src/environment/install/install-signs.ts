import type { InstallSign } from './install-sign.ts';
import { MACHINE } from './signs/machine.ts';
import { NETWORK } from './signs/network.ts';
import { PACKAGES } from './signs/packages.ts';

/**
 * The signs of failed installations, most telling first: the first that fits decides. A network that fails lets pip say
 * in the end that a package does not exist, so that signs of packages come last.
 */
export const INSTALL_SIGNS: readonly InstallSign[] = [...MACHINE, ...NETWORK, ...PACKAGES];
