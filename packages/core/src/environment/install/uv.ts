import { EnvironmentError } from '../../errors.ts';
import { runCommand, type RunCommandOptions } from '../run-command.ts';
import { runInstaller } from './pip.ts';

/** The uv that is on the `PATH`, with its version. @throws EnvironmentError `UV_NOT_FOUND` */
export async function findUv(signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, startError, all } = await runCommand('uv', ['--version'], { timeoutMs: 15_000, signal });
  if (exitCode === 0 && /^uv \d/.test(stdout)) return stdout.trim();
  const answer = `uv --version says ${all.trim().slice(0, 200) || 'nothing'}`;
  const found = startError === 'ENOENT' ? 'it is not on the PATH' : answer;
  throw new EnvironmentError('UV_NOT_FOUND', `The option uv asks for uv, but ${found}.`, {
    hint: 'Install it (pipx install uv; or see docs.astral.sh/uv), or leave the option out: pip needs nothing.',
  });
}

/**
 * Installs with uv into the environment of an interpreter. uv's own settings (`UV_*`, `uv.toml`) hold.
 * @throws EnvironmentError
 */
export async function uvInstall(python: string, args: readonly string[], options: RunCommandOptions): Promise<void> {
  const env = { UV_NO_PROGRESS: '1', UV_PYTHON_DOWNLOADS: 'never', ...options.env };
  await runInstaller('uv', 'uv', ['pip', 'install', '--python', python, ...args], { ...options, env });
}
