import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { dirname } from 'node:path';
import { checkPythons } from '../../environment/find-python.ts';
import { runCommand } from '../../environment/run-command.ts';
import type { Machine } from './machine.ts';
import { reach } from './reach.ts';

/** How long a program, a Python or an address may take, in milliseconds. */
const LIMIT_MS = 3500;

/** This machine; what it is asked ends with `signal`. */
export function thisMachine(signal?: AbortSignal): Machine {
  const { env, platform, arch } = process;
  const soon = () => AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(signal ? [signal] : [])]);
  return {
    platform, arch, env,
    glibc: platform === 'linux' ? glibcVersion() : undefined,
    memory: () => {
      const total = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
      return { total, available: process.availableMemory() };
    },
    freeDisk,
    readText: (path) => readFile(path, 'utf8').catch(() => undefined),
    exists: existsSync,
    run: async (file, args) => {
      const { exitCode, all } = await runCommand(file, args, { timeoutMs: LIMIT_MS, signal });
      return { exitCode, output: all };
    },
    pythons: (versions) => checkPythons(versions, { timeoutMs: LIMIT_MS, signal }),
    reach: (url, headers) => reach(url, { env, signal: soon(), headers }),
  };
}

function glibcVersion(): string | undefined {
  const { header } = process.report.getReport() as { readonly header?: { readonly glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime;
}

async function freeDisk(path: string): Promise<number | undefined> {
  const above = dirname(path);
  if (!existsSync(path) && above !== path) return freeDisk(above);
  return statfs(path).then(({ bavail, bsize }) => bavail * bsize, () => undefined);
}
