import { EnvironmentError } from '../errors.ts';
import { lastLines, runCommand, type RunCommandOptions } from './run-command.ts';

const NETWORK = new RegExp([
  'NewConnectionError', 'ConnectTimeoutError', 'NameResolutionError', 'Temporary failure in name resolution',
  'getaddrinfo failed', 'ProxyError', 'SSLError', 'Max retries exceeded', 'Read timed out', 'Network is unreachable',
  'Connection reset by peer',
].join('|'));

/**
 * Runs pip with an interpreter and gives what it printed. The user's own settings (`PIP_*`, pip's configuration files,
 * proxies) hold. @throws EnvironmentError `NETWORK_UNREACHABLE`, `DISK_FULL`, `ENVIRONMENT_INSTALL_FAILED` or `ABORTED`
 */
export async function pip(python: string, args: readonly string[], options: RunCommandOptions = {}): Promise<string> {
  const env = { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', ...options.env };
  // Isolated: a PYTHONPATH of the user's would shadow what the environment is to hold.
  const { all, exitCode } = await runCommand(python, ['-I', '-m', 'pip', ...args], { ...options, env });
  if (exitCode !== 0) throw pipError(all);
  return all;
}

/** The error behind what pip printed before it failed. */
export function pipError(output: string): EnvironmentError {
  const log = lastLines(output, 20);
  const last = log.filter((line) => /^\s*error/i.test(line)).at(-1) ?? log.at(-1) ?? 'it printed nothing';
  const details = { log };
  if (/No space left on device|ENOSPC|Errno 28|Disk quota exceeded/.test(output)) {
    return new EnvironmentError('DISK_FULL', 'The disk is full: the Python packages could not be installed.', {
      hint: 'Free some gigabytes, then try again; or set TUNER_HOME to a folder on another disk.',
      details, retryable: true,
    });
  }
  if (NETWORK.test(output)) {
    const message = 'The package index could not be reached, so the Python packages could not be installed.';
    return new EnvironmentError('NETWORK_UNREACHABLE', message, {
      hint: 'Check the connection and the settings (HTTPS_PROXY, PIP_INDEX_URL, PIP_CERT), then try again.',
      details, retryable: true,
    });
  }
  return new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', `pip could not install the packages: ${last.trim()}`, {
    hint: "The last lines of pip's output are in details.log.", details,
  });
}
