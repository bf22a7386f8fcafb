import type { EnvironmentProgress } from '../../contract/environment.ts';
import type { RunCommandOptions } from '../run-command.ts';
import { meterDownloads } from './download-meter.ts';
import type { InstallSources } from './install-sources.ts';
import { pipVariables, uvVariables } from './install-sources.ts';
import { pip } from './pip.ts';
import { PipWatch } from './pip-progress.ts';
import { uvInstall } from './uv.ts';

/** What installs packages into one environment. */
export interface Installer {
  readonly python: string;
  readonly sources: InstallSources;
  readonly tool: 'pip' | 'uv';
  /** The folder that it unpacks in: on the same disk, and it goes with the environment. */
  readonly temporary: string;
  readonly options: RunCommandOptions;
  readonly say: (progress: EnvironmentProgress) => void;
}

/** The first pip that tells bytes when it is asked to: `--progress-bar raw`. */
const RAW_PROGRESS = [24, 1] as const;

/** Asks pip, with the sources of an installer. @throws EnvironmentError */
export function askPip({ python, sources, options }: Installer, args: readonly string[]): Promise<string> {
  return pip(python, args, { ...options, env: { ...options.env, ...pipVariables(sources) } });
}

/** Installs `total` packages; `args` are those that pip and uv share. @throws EnvironmentError */
export async function installPackages(installer: Installer, args: readonly string[], total: number): Promise<void> {
  const { python, sources, options, tool, temporary, say } = installer;
  const env = { ...options.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const watch = new PipWatch(total, say);
  const onLine = (line: string) => watch.line(line);
  if (tool === 'uv') {
    say({ step: 'install', message: 'uv installs', done: 0, total });
    return uvInstall(python, args, { ...options, onLine, env: { ...env, ...uvVariables(sources) } });
  }
  const isTold = await tellsBytes(installer);
  const meter = isTold ? undefined : meterDownloads(temporary, watch);
  const bar = ['--progress-bar', isTold ? 'raw' : 'off'];
  try {
    const variables = { ...env, ...pipVariables(sources) };
    await pip(python, ['install', ...bar, ...args], { ...options, onLine, env: variables });
  } finally {
    meter?.stop();
  }
}

async function tellsBytes(installer: Installer): Promise<boolean> {
  const [, major = 0, minor = 0] = (/^pip (\d+)\.(\d+)/.exec(await askPip(installer, ['--version'])) ?? []).map(Number);
  return major > RAW_PROGRESS[0] || (major === RAW_PROGRESS[0] && minor >= RAW_PROGRESS[1]);
}
