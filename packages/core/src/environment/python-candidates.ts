import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';

/** Interpreters that may be there, most wanted first: on PATH, then in the folders that installers use. */
export function pythonCandidates(versions: readonly string[], env: NodeJS.ProcessEnv = process.env): string[] {
  const named = [...versions.map((version) => `python${version}`), 'python3', 'python'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder) && !isStub(folder));
  const onPath = named.flatMap((name) => folders.map((folder) => join(folder, executable(name))));
  const installed = knownFolders(versions, env).flatMap((folder) => named.map((name) => join(folder, executable(name))));
  return [...new Set([...onPath, ...installed])].filter((path) => existsSync(path));
}

function executable(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

/** The Windows store's alias opens a shop window, Apple's stub an installer: neither is a Python. */
function isStub(folder: string): boolean {
  return /[\\/]WindowsApps$/i.test(folder) || (process.platform === 'darwin' && folder === '/usr/bin');
}

function knownFolders(versions: readonly string[], env: NodeJS.ProcessEnv): string[] {
  if (process.platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
    return versions.map((version) => join(local, 'Programs', 'Python', `Python${version.replace('.', '')}`));
  }
  const pyenv = join(env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  const frameworks = '/Library/Frameworks/Python.framework/Versions';
  return [
    '/opt/homebrew/bin', '/usr/local/bin', join(homedir(), '.local', 'bin'),
    ...versions.map((version) => join(frameworks, version, 'bin')),
    ...subfolders(pyenv).map((name) => join(pyenv, name, 'bin')),
  ];
}

function subfolders(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
