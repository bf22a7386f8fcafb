import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { NodeProgram } from './oldest-node.ts';
import type { Tarball } from './pack-packages.ts';
import { createProject } from './project.ts';
import { readOnlyRunner, takeWriteRights } from './read-only.ts';
import type { Host } from './run-host.ts';

/** A host or a back end that cannot be had here, and why. */
export interface Skipped {
  readonly title: string;
  readonly reason: string;
}

/** Where the hosts are made, and of what. */
export interface HostPlan {
  readonly folder: string;
  readonly tarballs: readonly Tarball[];
  readonly oldest: NodeProgram;
  readonly newest: NodeProgram;
}

/** Makes the hosts, from the project `plain` that has the packages installed. */
export async function prepareHosts(plan: HostPlan, plain: string): Promise<{ hosts: Host[]; skipped: Skipped[] }> {
  const { folder, oldest, newest } = plan;
  const home = (name: string) => join(folder, 'homes', name);
  const moved = await bundle(plain, join(folder, 'elsewhere', 'app.cjs'));
  const foreign = join(folder, 'Prüf Ordner ünïcode 日本 (1)');
  const app = join(foreign, 'my app');
  await createProject(app, plan.tarballs);
  const hosts: Host[] = [
    { title: 'ES module', node: newest, program: join(plain, 'host.mjs'), home: home('esm-newest') },
    { title: 'CommonJS, require', node: newest, program: join(plain, 'host.cjs'), home: home('cjs-newest') },
    { title: 'one CommonJS file, moved', node: newest, program: moved, home: home('file-newest') },
    { title: 'spaces and Unicode', node: newest, program: join(app, 'host.mjs'), home: join(foreign, 'my home') },
    { title: 'ES module', node: oldest, program: join(plain, 'host.mjs'), home: home('esm-oldest') },
    { title: 'CommonJS, require', node: oldest, program: join(plain, 'host.cjs'), home: home('cjs-oldest') },
  ];
  const readOnly = await readOnlyHost(plain, plan, home('read-only'));
  return 'reason' in readOnly ? { hosts, skipped: [readOnly] } : { hosts: [...hosts, readOnly], skipped: [] };
}

/** One CommonJS file of an ES module and everything it needs; no node_modules is anywhere near it. */
async function bundle(project: string, outfile: string): Promise<string> {
  const options = { bundle: true, platform: 'node', format: 'cjs', target: 'node22', logLevel: 'silent' } as const;
  await build({ entryPoints: [join(project, 'host.mjs')], outfile, ...options });
  return outfile;
}

async function readOnlyHost(plain: string, { folder, oldest }: HostPlan, home: string): Promise<Host | Skipped> {
  const title = 'read-only installation';
  const runner = await readOnlyRunner();
  if ('reason' in runner) return { title, reason: runner.reason };
  const copy = join(folder, 'read-only');
  await mkdir(copy);
  await cp(plain, copy, { recursive: true, verbatimSymlinks: true });
  await takeWriteRights(copy);
  return { title, node: oldest, program: join(copy, 'host.mjs'), prefix: runner.prefix, readOnly: true, home };
}
