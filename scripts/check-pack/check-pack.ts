import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentsFolder } from '../../packages/core/src/environment/environment-paths.ts';
import { resolveHome } from '../../packages/core/src/runs/home.ts';
import { managedBackend } from '../managed-backends.ts';
import { checkBrowser } from './check-browser.ts';
import { compileConsumer } from './compile-consumer.ts';
import { inTurns } from './in-turns.ts';
import { lintTarball } from './lint-tarball.ts';
import { oldestNode } from './oldest-node.ts';
import { packPackage, type Tarball } from './pack-packages.ts';
import { PACKAGES } from './packages.ts';
import { prepareHosts, type HostPlan, type Skipped } from './prepare-hosts.ts';
import { createProject } from './project.ts';
import { hostTable, problemLines, sizesTable, skippedLines } from './report-check.ts';
import { mustRun } from './run-command.ts';
import { runHost, type HostOutcome } from './run-host.ts';
import { tarballProblems } from './tarball-problems.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The packed packages, and what is wrong with them: a sentence each. */
export interface PackCheck {
  readonly tarballs: readonly Tarball[];
  readonly problems: readonly string[];
}

/**
 * Builds and packs the packages, and trains with them in every kind of host, all of it in `folder`, outside the
 * repository. Prints the sizes and how the hosts did.
 */
export async function checkPack(folder: string): Promise<PackCheck> {
  const tarballs = await pack(folder);
  console.log(`\n${sizesTable(tarballs)}\n`);
  const newest = { path: process.execPath, version: process.versions.node };
  const plan = { folder, tarballs, newest, oldest: await oldestNode(ROOT) };
  const plain = join(folder, 'plain project');
  await createProject(plain, tarballs, ['@types/node']);
  const [ofPackages, outcomes] = await Promise.all([checkPackages(tarballs, plain), runHosts(plan, plain)]);
  console.log(`\n${hostTable(outcomes)}\n`);
  return { tarballs, problems: problemLines(ofPackages, outcomes) };
}

async function pack(folder: string): Promise<Tarball[]> {
  await mustRun('turbo', ['run', 'build', ...PACKAGES.map(({ name }) => `--filter=${name}`)], { cwd: ROOT });
  const destination = join(folder, 'tarballs');
  await mkdir(destination);
  return inTurns(2, PACKAGES, (one) => packPackage(one, ROOT, destination));
}

/** What can be said of the tarballs without running them. */
async function checkPackages(tarballs: readonly Tarball[], project: string): Promise<string[]> {
  const ofEach = tarballs.map(async ({ name, path, files }) => {
    const embeds = PACKAGES.find((one) => one.name === name)?.embeds ?? [];
    const problems = [...tarballProblems(files, embeds, { root: ROOT, home: homedir() }), ...(await lintTarball(path))];
    return problems.map((problem) => `${name}: ${problem}`);
  });
  const browser = await checkBrowser(project);
  console.log(browser.line);
  return [...(await Promise.all(ofEach)).flat(), ...(await compileConsumer(project)), ...browser.problems];
}

async function runHosts(plan: HostPlan, plain: string): Promise<HostOutcome[]> {
  const [{ hosts, skipped }, { backends, missing }] = await Promise.all([prepareHosts(plan, plain), usableBackends()]);
  for (const line of skippedLines([...skipped, ...missing])) console.log(line);
  const environments = environmentsFolder(resolveHome());
  const runs = hosts.flatMap((host) => backends.map((backend) => ({ host, backend })));
  return inTurns(2, runs, ({ host, backend }) => runHost(host, backend, environments));
}

/** The back ends whose packages exist for this machine; each trains on its CPU. */
async function usableBackends(): Promise<{ backends: string[]; missing: Skipped[] }> {
  const backends: string[] = [];
  const missing: Skipped[] = [];
  for (const name of ['rtx', 'mac']) {
    const { missing: reason } = await managedBackend(name, 'cpu');
    if (reason === undefined) backends.push(name);
    else missing.push({ title: `back end ${name}`, reason });
  }
  return { backends, missing };
}
