import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of this user's application data for Tuner: `~/.local/share/tuner` on Linux (XDG), and its like elsewhere. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'tuner');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'tuner');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'tuner');
}

/** Where the tickets for devices lie: `TUNER_LOCKS`, else below {@link dataFolder}, so that two homes share a device. */
export function locksFolder(env: NodeJS.ProcessEnv = process.env): string {
  return resolve(env['TUNER_LOCKS'] || join(dataFolder(env), 'locks'));
}

/** Where runs, environments and caches live: the option, else `TUNER_HOME`, else {@link dataFolder}. */
export function resolveHome(home?: string, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(home ?? (env['TUNER_HOME'] || dataFolder(env)));
}
