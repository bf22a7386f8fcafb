import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentProgress, EnvironmentSpec, ProbeReport, ReadyEnvironment } from '../contract/environment.ts';
import { EnvironmentError } from '../errors.ts';
import type { UsablePython } from './check-python.ts';
import { installCpuBuilds } from './cpu-build.ts';
import { environmentPython, pinsOf } from './environment-paths.ts';
import { asInstallError } from './install-error.ts';
import { pip } from './pip.ts';
import { watchPip } from './pip-progress.ts';
import { writeReadyMark } from './ready-mark.ts';
import { lastLines, runCommand } from './run-command.ts';
import { runProbe } from './run-probe.ts';

type Say = (progress: EnvironmentProgress) => void;

/** How long the first import of everything may take, in milliseconds: nothing is in the disk's cache yet. */
const FIRST_PROBE_MS = 180_000;

/** Builds an environment from nothing, in place: environments cannot be moved. What fails leaves nothing behind. */
export async function buildEnvironment(
  folder: string, python: UsablePython, spec: EnvironmentSpec, signal: AbortSignal | undefined, say: Say,
): Promise<ReadyEnvironment> {
  try {
    await rm(folder, { recursive: true, force: true });
    say({ step: 'venv', message: `making a virtual environment with Python ${python.version} (${python.path})` });
    await makeVenv(folder, python.path, signal);
    const inside = environmentPython(folder);
    await install(folder, inside, spec, signal, say);
    say({ step: 'probe', message: 'checking that it works' });
    const probe = await prove(inside, spec, signal);
    await writeReadyMark(folder, probe);
    return { pythonPath: inside, directory: folder, reused: false, probe };
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    throw asInstallError(error, folder);
  }
}

async function makeVenv(folder: string, python: string, signal: AbortSignal | undefined): Promise<void> {
  const { exitCode, all } = await runCommand(python, ['-I', '-m', 'venv', folder], { signal });
  if (exitCode === 0) return;
  const log = lastLines(all, 10);
  const message = `${python} could not make a virtual environment: ${log.at(-1) ?? ''}`;
  throw new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', message, {
    hint: 'Check that the disk has room, or name another Python with pythonPath or TUNER_PYTHON.',
    details: { python, log },
  });
}

async function install(
  folder: string, python: string, spec: EnvironmentSpec, signal: AbortSignal | undefined, say: Say,
): Promise<void> {
  const pins = pinsOf(spec);
  if (pins.length === 0) return;
  // pip unpacks on the same disk, and what it leaves when it is ended goes with the folder.
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const env = { TMPDIR: temporary, TEMP: temporary, TMP: temporary };
  const file = join(folder, 'requirements.txt');
  await writeFile(file, `${pins.join('\n')}\n`);
  await installCpuBuilds(python, spec, { signal, env }, say);
  // The lock file holds the full closure, so pip has nothing to decide, and nothing to build.
  const args = ['install', '--no-deps', '--only-binary', ':all:', '--progress-bar', 'off', '-r', file];
  await pip(python, args, { signal, env, onLine: watchPip(pins.length, say) });
  await rm(temporary, { recursive: true, force: true });
}

/** A missing GPU says nothing about the environment: it is the machine's. */
async function prove(python: string, spec: EnvironmentSpec, signal: AbortSignal | undefined): Promise<ProbeReport> {
  const answer = await runProbe(python, spec, { timeoutMs: FIRST_PROBE_MS, signal });
  if ('finding' in answer) throw notProven(answer.finding.message);
  const broken = answer.report.findings.find(({ code, severity }) => severity === 'error' && code !== 'GPU_NOT_FOUND');
  if (broken) throw notProven(broken.message);
  return answer.report;
}

function notProven(message: string): EnvironmentError {
  return new EnvironmentError('PROBE_FAILED', `The Python environment was built, but does not work: ${message}`, {
    hint: 'Try again; if it fails again, name another Python with pythonPath, or report it with this message.',
  });
}
