import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.ts';
import type { FaultHostCall } from './fault-host.ts';
import { FIXTURES } from './fault-tuner.ts';
import { PYTHON } from './fixture-run.ts';
import { temporaryFolder } from './temporary.ts';

let program: Promise<string> | undefined;

/** A host program in a process of its own. */
export interface FaultHost {
  readonly child: ChildProcess;
  /** Its next line; `undefined` when it has ended. */
  readonly line: () => Promise<string | undefined>;
  /** Kills it and waits until it has gone. */
  readonly kill: () => Promise<void>;
}

/** How to start it: `before` is put in front of the command, such as `unshare`. */
export interface FaultHostOptions extends Partial<Omit<FaultHostCall, 'home' | 'fixture'>>, Pick<SpawnOptions, 'uid' | 'env'> {
  readonly before?: readonly string[];
  /** Arguments of Node. */
  readonly node?: readonly string[];
}

/** The program in one file, which other users may run, too. */
function makeProgram(): Promise<string> {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  return bundleProgram(fileURLToPath(new URL('fault-host.ts', import.meta.url)), folder);
}

/** Starts a program that trains `fixture` in `home`. */
export async function spawnFaultHost(home: string, fixture: string, given: FaultHostOptions = {}): Promise<FaultHost> {
  const { before = [], node = [], uid, env = process.env, options = {}, release = join(home, 'release'), fixtures = FIXTURES } = given;
  program ??= makeProgram();
  const call: FaultHostCall = { home, fixture, fixtures, release, options: { pythonPath: PYTHON, ...options } };
  const [command = '', ...args] = [...before, process.execPath, ...node, await program, JSON.stringify(call)];
  const child = spawn(command, args, { uid, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  return { child, kill, line: async () => (await lines.next()).value as string | undefined };
}
