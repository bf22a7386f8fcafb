import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npmInstall } from './project.ts';
import { mustRun } from './run-command.ts';

/** A Node to run hosts with. */
export interface NodeProgram {
  readonly path: string;
  readonly version: string;
}

/** The oldest Node that `@tuner/core` says it runs on, from the package `node` of npm; kept in `.cache`. */
export async function oldestNode(root: string): Promise<NodeProgram> {
  const manifest = JSON.parse(await readFile(join(root, 'packages', 'core', 'package.json'), 'utf8')) as Manifest;
  const { node } = manifest.engines;
  const wanted = /^>=(\d+\.\d+)(\.\d+)?$/.exec(node);
  if (!wanted) throw new Error(`packages/core/package.json: engines.node is "${node}", not ">=major.minor"`);
  const version = `${wanted[1]}${wanted[2] ?? '.0'}`;
  const folder = join(root, '.cache', `node-${version}`);
  if (!existsSync(folder)) await install(folder, version);
  const path = join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { path, version: (await mustRun(path, ['--version'])).trim().slice(1) };
}

interface Manifest {
  readonly engines: { readonly node: string };
}

async function install(folder: string, version: string): Promise<void> {
  const temporary = `${folder}.${process.pid}`;
  await mkdir(temporary, { recursive: true });
  await writeFile(join(temporary, 'package.json'), '{ "private": true }');
  await npmInstall(temporary, [`node@${version}`]);
  await rename(temporary, folder).catch(async (error: unknown) => {
    // Another process was first.
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
}
