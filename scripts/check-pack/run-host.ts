import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFiles, readAssetFiles } from '../../packages/core/src/assets/hash-files.ts';
import { dataFolder } from '../../packages/core/src/runs/home.ts';
import { readReport, reportProblems, type HostReport } from './host-report.ts';
import { runCommand } from './run-command.ts';

/** A program that is ready to run. */
export interface Host {
  readonly title: string;
  readonly node: { readonly path: string; readonly version: string };
  readonly program: string;
  /** What stands before the command, to run it with fewer rights. */
  readonly prefix?: readonly string[];
  readonly readOnly?: boolean;
  /** An empty folder for everything that it writes. */
  readonly home: string;
}

/** How a host did with one back end. */
export interface HostOutcome {
  readonly host: string;
  readonly node: string;
  readonly backend: string;
  readonly seconds: number;
  readonly problems: readonly string[];
  readonly losses: HostReport['losses'];
}

/** Runs `host` with one back end in a home of its own, and checks what came of it. `environments` are shared. */
export async function runHost(host: Host, backend: string, environments: string): Promise<HostOutcome> {
  const started = performance.now();
  const { report, problems } = await attempt(host, backend, environments).catch((error: Error) => ({
    report: undefined, problems: [error.message],
  }));
  const seconds = (performance.now() - started) / 1000;
  return { host: host.title, node: host.node.version, backend, seconds, problems, losses: report?.losses ?? [] };
}

async function attempt(host: Host, backend: string, environments: string) {
  const home = join(host.home, backend);
  await mkdir(home, { recursive: true });
  const env = strangersEnvironment(home, environments);
  const [file = '', ...args] = [...(host.prefix ?? []), host.node.path, host.program, backend];
  const { code, stdout, stderr } = await runCommand(file, args, { cwd: home, env });
  if (code !== 0) throw new Error(`it ended with ${code}: ${stderr.trim().split('\n').slice(-8).join('\n')}`);
  const report = readReport(stdout);
  const { version: node } = host.node;
  const expected = { node, readOnly: host.readOnly ?? false };
  return { report, problems: [...reportProblems(report, expected), ...(await assetProblems(report, env))] };
}

/** Nothing of this repository but the Python environments; data, runs and locks are the host's own. */
function strangersEnvironment(home: string, environments: string): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_PATH: _path, TUNER_PYTHON: _python, ...inherited } = process.env;
  const data = join(home, 'data');
  return {
    ...inherited,
    XDG_DATA_HOME: data, LOCALAPPDATA: data,
    // Two hosts share a small machine: PyTorch's threads would only wait for each other.
    OMP_NUM_THREADS: '1',
    TUNER_HOME: join(home, 'tuner'), TUNER_LOCKS: join(home, 'locks'), TUNER_ENVIRONMENTS: environments,
  };
}

/** The hashes that a run records are those of the Python files that were written and run. */
async function assetProblems({ assets }: HostReport, env: NodeJS.ProcessEnv): Promise<string[]> {
  const folders = { supervisor: 'supervisor', trainers: 'Trainers' } as const;
  const checked = Object.entries(assets).map(async ([part, sha256]) => {
    const folder = join(dataFolder(env), 'assets', sha256, folders[part as keyof typeof folders]);
    const found = await readAssetFiles(folder).then(hashFiles, () => 'nothing');
    return found === sha256 ? [] : [`${part}: the run records ${sha256}, the files in ${folder} have ${found}`];
  });
  return (await Promise.all(checked)).flat();
}
