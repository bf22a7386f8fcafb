import { runCommand, type RunCommandOptions } from '../run-command.ts';
import { hideSecrets } from './hide-secrets.ts';
import { installError } from './install-error.ts';

/**
 * Runs pip with an interpreter and gives what it printed. The user's own settings (`PIP_*`, pip's configuration files,
 * proxies) hold. @throws EnvironmentError with the code of the sign that its output has, or `ABORTED`
 */
export async function pip(python: string, args: readonly string[], options: RunCommandOptions = {}): Promise<string> {
  const env = { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1', ...options.env };
  // Isolated: a PYTHONPATH of the user's would shadow what the environment is to hold.
  return runInstaller('pip', python, ['-I', '-m', 'pip', ...args], { ...options, env });
}

/** Runs an installer to its end; what it prints is told and given without secrets. @throws EnvironmentError */
export async function runInstaller(
  tool: string, file: string, args: readonly string[], options: RunCommandOptions,
): Promise<string> {
  const { onLine } = options;
  const told = onLine ? { onLine: (line: string) => onLine(hideSecrets(line)) } : {};
  const { all, exitCode, signal, startError } = await runCommand(file, args, { ...options, ...told });
  if (exitCode === 0) return hideSecrets(all);
  throw installError({ tool, output: startError === undefined ? all : `${all}${file}: ${startError}`, signal });
}
