import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

const MAC_APPS = ['Chromium.app/Contents/MacOS/Chromium', 'Google Chrome.app/Contents/MacOS/Google Chrome'];

/** Why a check in a browser is skipped where there is none. */
export const NO_CHROMIUM = 'no Chromium here: install chromium or Google Chrome, or set CHROMIUM_PATH';

/**
 * The Chromium (or Chrome) of this machine: `CHROMIUM_PATH`, `CHROME_PATH`, the usual names on PATH, the applications
 * of macOS. `undefined` when there is none; a path in a variable that leads nowhere counts as none.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env['CHROMIUM_PATH'] || env['CHROME_PATH'];
  if (named) return isProgram(named) ? named : undefined;
  return [...onPath(env), ...MAC_APPS.map((app) => join('/Applications', app))].find(isProgram);
}

function onPath(env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(isAbsolute);
  const ending = process.platform === 'win32' ? '.exe' : '';
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name + ending)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
