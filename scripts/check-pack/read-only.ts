import { mustRun, runCommand } from './run-command.ts';

/** What to put before a command so that modes of files hold for it; or why that cannot be had here. */
export type ReadOnlyRunner = { readonly prefix: readonly string[] } | { readonly reason: string };

/** Root may write whatever a file's mode says, unless the capability for that is taken from it. */
const OBEDIENT_ROOT = ['setpriv', '--bounding-set=-dac_override', '--'];

/** How to run a program that cannot write where the modes forbid it. */
export async function readOnlyRunner(): Promise<ReadOnlyRunner> {
  if (process.platform === 'win32') return { reason: 'Windows keeps no folder from being written to by a mode' };
  if (process.getuid?.() !== 0) return { prefix: [] };
  const [file = '', ...args] = [...OBEDIENT_ROOT, 'true'];
  const works = await runCommand(file, args).then(({ code }) => code === 0, () => false);
  if (works) return { prefix: OBEDIENT_ROOT };
  return { reason: 'root ignores modes, and there is no setpriv to take that right from it' };
}

/** Nobody may write below `folder` from here on. */
export async function takeWriteRights(folder: string): Promise<void> {
  await mustRun('chmod', ['-R', 'a-w', folder]);
}

/** The owner may write below `folder` again, so that it can be removed. */
export async function giveWriteRights(folder: string): Promise<void> {
  if (process.platform !== 'win32') await mustRun('chmod', ['-R', 'u+w', folder]);
}
