import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentProgress, EnvironmentSpec, ProbeReport, ReadyEnvironment } from '../contract/environment.ts';
import { EnvironmentError } from '../errors.ts';
import { ownIdentity } from '../process/identity.ts';
import type { UsablePython } from './check-python.ts';
import { builderRecord, environmentPython, pinsOf } from './environment-paths.ts';
import { installCpuBuilds } from './install/cpu-build.ts';
import { asInstallError } from './install/install-error.ts';
import { installPackages, type Installer } from './install/installer.ts';
import type { InstallSources } from './install/install-sources.ts';
import { runInstaller } from './install/pip.ts';
import { removeEnvironmentFolder, writeReadyMark, type Proof } from './ready-mark.ts';
import type { RunCommandOptions } from './run-command.ts';
import { runProbe } from './run-probe.ts';
import { runSmokeTest } from './run-smoke-test.ts';

/** What is built, with what, and who is told. */
export interface BuildJob {
  /** A folder that nothing else has ever used: environments cannot be moved. */
  readonly folder: string;
  readonly python: UsablePython;
  readonly spec: EnvironmentSpec;
  readonly sources: InstallSources;
  readonly tool: 'pip' | 'uv';
  /** `signal` and `onStart`. */
  readonly options: RunCommandOptions;
  readonly say: (progress: EnvironmentProgress) => void;
}

/** How long the first import of everything may take, in milliseconds: nothing is in the disk's cache yet. */
const FIRST_PROBE_MS = 180_000;

/** Builds an environment, proves it, and marks it ready as the last thing. What fails leaves nothing behind. */
export async function buildEnvironment(job: BuildJob): Promise<ReadyEnvironment> {
  const { folder, python, say, options } = job;
  try {
    await mkdir(folder);
    await writeFile(builderRecord(folder), JSON.stringify(await ownIdentity()));
    say({ step: 'venv', message: `making a virtual environment with Python ${python.version} (${python.path})` });
    await runInstaller('venv', python.path, ['-I', '-m', 'venv', folder], options);
    const inside = environmentPython(folder);
    await install(job, inside);
    const proof = await prove(job, inside);
    await writeReadyMark(folder, python.version, proof);
    return { pythonPath: inside, directory: folder, reused: false, probe: proof.probe };
  } catch (error) {
    await removeEnvironmentFolder(folder).catch(() => undefined);
    throw asInstallError(error, folder);
  }
}

async function install({ folder, spec, sources, tool, options, say }: BuildJob, python: string): Promise<void> {
  const pins = pinsOf(spec);
  if (pins.length === 0) return;
  // pip unpacks on the same disk, and what it leaves when it is ended goes with the folder.
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  const file = join(folder, 'requirements.txt');
  await writeFile(file, `${pins.join('\n')}\n`);
  const installer: Installer = { python, sources, tool, temporary, options, say };
  await installCpuBuilds(installer, spec);
  // The lock file holds the full closure, so pip has nothing to decide, and nothing to build.
  await installPackages(installer, ['--no-deps', '--only-binary', ':all:', '-r', file], pins.length);
  await rm(temporary, { recursive: true, force: true });
}

/** The probe, then a training of two steps: only what has trained counts. */
async function prove({ folder, spec, options, say }: BuildJob, python: string): Promise<Proof> {
  say({ step: 'probe', message: 'checking that everything can be imported' });
  const probe = await askProbe(python, spec, options.signal);
  if (!spec.smokeTest) return { probe, smokeTest: null };
  const device = probe.device?.kind ?? 'cpu';
  say({ step: 'train', message: `training a tiny model for two steps (${device})` });
  return { probe, smokeTest: await runSmokeTest(python, spec.smokeTest, { ...options, device, folder }) };
}

/** A missing GPU says nothing about the environment: it is the machine's. */
async function askProbe(python: string, spec: EnvironmentSpec, signal: AbortSignal | undefined): Promise<ProbeReport> {
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
