import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** A Python that may be there. */
export interface PythonCandidate {
  readonly file: string;
  /** Arguments before those of Python: `py -3.12`. */
  readonly args: readonly string[];
  /** Why it must not even be started. */
  readonly refused?: string;
}

/** The machine that is searched. */
export interface SearchPlaces {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** Folders to look into besides `PATH`: an app that was started from the dock lacks the shell's. */
  readonly folders?: readonly string[];
}

/** Every Python worth trying, best place first: `PATH`, Windows' launcher, the folders where installers put it. */
export function pythonCandidates(versions: readonly string[], places: SearchPlaces): PythonCandidate[] {
  const windows = places.platform === 'win32';
  const { delimiter, join } = windows ? win32 : posix;
  const names = [...versions.map((version) => `python${version}`), 'python3', 'python'];
  const path = (places.env['PATH'] ?? places.env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const folders = [...path, ...(places.folders ?? knownFolders(versions, places))];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, windows ? `${name}.exe` : name)))
    .filter((file) => isProgram(file, windows))
    .map((file) => ({ file, args: [], refused: stubReason(file, places.platform) }));
  const launcher = path.map((folder) => join(folder, 'py.exe')).find((file) => windows && isProgram(file, windows));
  const launched = launcher === undefined ? [] : versions.map((version) => ({ file: launcher, args: [`-${version}`] }));
  return unique([...found, ...launched]);
}

/** Where installers put Python on this platform. */
export function knownFolders(versions: readonly string[], { platform, env, home }: SearchPlaces): string[] {
  if (platform === 'win32') {
    const roots = [env['LOCALAPPDATA'] && win32.join(env['LOCALAPPDATA'], 'Programs', 'Python'), env['ProgramFiles']];
    const folders = versions.map((version) => `Python${version.replace('.', '')}`);
    return roots.flatMap((root) => (root ? folders.map((name) => win32.join(root, name)) : []));
  }
  const pyenv = posix.join(env['PYENV_ROOT'] || posix.join(home, '.pyenv'), 'versions');
  const installed = list(pyenv).filter((name) => versions.some((version) => name.startsWith(`${version}.`)));
  const pyenvFolders = installed.map((name) => posix.join(pyenv, name, 'bin'));
  if (platform !== 'darwin') return ['/usr/local/bin', '/usr/bin', ...pyenvFolders];
  const frameworks = versions.map((version) => `/Library/Frameworks/Python.framework/Versions/${version}/bin`);
  return ['/opt/homebrew/bin', '/usr/local/bin', ...frameworks, ...pyenvFolders];
}

/** Stubs open a shop or a dialog instead of running Python. */
function stubReason(file: string, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32' && /\\WindowsApps\\/i.test(file)) return 'a link to the Microsoft Store';
  if (platform === 'darwin' && file.startsWith('/usr/bin/')) return "Apple's stub for Xcode";
  return undefined;
}

function isProgram(file: string, windows: boolean): boolean {
  try {
    // Links of the Microsoft Store cannot be followed, and are refused by their place.
    if (windows && /\\WindowsApps\\/i.test(file)) return list(win32.dirname(file)).includes(win32.basename(file));
    accessSync(file, windows ? constants.F_OK : constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function unique(candidates: readonly PythonCandidate[]): PythonCandidate[] {
  const byCommand = new Map(candidates.map((candidate) => [[candidate.file, ...candidate.args].join(' '), candidate]));
  return [...byCommand.values()];
}
