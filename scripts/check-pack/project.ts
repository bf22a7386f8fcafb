import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tarball } from './pack-packages.ts';
import { mustRun } from './run-command.ts';

const HOSTS = fileURLToPath(new URL('hosts', import.meta.url));

/**
 * Makes an empty project in `folder`, installs the tarballs there as a stranger would, and puts the hosts beside them;
 * `more` are packages of the registry.
 */
export async function createProject(
  folder: string, tarballs: readonly Tarball[], more: readonly string[] = [],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'stranger', version: '1.0.0', private: true }));
  await npmInstall(folder, [...tarballs.map(({ path }) => path), ...more]);
  await cp(HOSTS, folder, { recursive: true });
}

/** Installs packages into `folder` with npm, from its cache where it can. */
export async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await mustRun('npm', ['install', ...flags, ...packages], { cwd: folder });
}
