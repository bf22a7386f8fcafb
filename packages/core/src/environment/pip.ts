import { execa } from 'execa';
import { createInterface } from 'node:readline';
import { EnvironmentError } from '../errors.ts';
import { throwIfAborted } from './aborted.ts';

/** How to call pip. */
export interface PipOptions {
  readonly signal?: AbortSignal;
  /** Gets every line that pip prints. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs pip inside an environment. The user's own settings (PIP_*, configuration files, proxies) hold.
 * @throws EnvironmentError `NETWORK_UNREACHABLE`, `DISK_FULL` or `ENVIRONMENT_INSTALL_FAILED`
 */
export async function pip(python: string, args: readonly string[], { signal, onLine }: PipOptions = {}): Promise<string[]> {
  const child = execa(python, ['-m', 'pip', ...args], {
    reject: false, all: true, buffer: false, stdin: 'ignore', cancelSignal: signal, forceKillAfterDelay: 2000,
    env: { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', PYTHONUNBUFFERED: '1' },
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.all })) {
    lines.push(line);
    onLine?.(line);
  }
  const { failed } = await child;
  throwIfAborted(signal);
  if (failed) throw pipError(lines);
  return lines;
}

function pipError(lines: readonly string[]): EnvironmentError {
  const text = lines.join('\n');
  const last = lines.filter((line) => /^\s*(ERROR|error)/.test(line)).at(-1) ?? lines.at(-1) ?? 'pip printed nothing';
  const details = { log: lines.slice(-20) };
  if (/No space left on device|ENOSPC/.test(text)) {
    return new EnvironmentError('DISK_FULL', 'The disk is full: the Python packages could not be installed.', {
      hint: 'Free some gigabytes, then try again; or set TUNER_HOME to another disk.', details, retryable: true,
    });
  }
  if (/NewConnectionError|ConnectTimeoutError|Temporary failure in name resolution|getaddrinfo failed|ProxyError|SSLError|Max retries exceeded/.test(text)) {
    return new EnvironmentError('NETWORK_UNREACHABLE', 'The package index could not be reached, so the Python packages could not be installed.', {
      hint: 'Check the connection and the proxy settings (HTTPS_PROXY, PIP_INDEX_URL), then try again.', details, retryable: true,
    });
  }
  return new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', `pip could not install the packages: ${last.trim()}`, {
    hint: 'The end of pip\'s output is in the details.', details,
  });
}
