import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** An example that runs, as `npm run example -- NAME` runs it. */
export interface StartedExample {
  readonly process: ChildProcess;
  /** Resolves when what it printed so far matches; rejects when it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** How it ended: its exit code and all that it printed. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Starts an example; `through` is a program to start it through, such as one that gives it a terminal. */
export function startExample(args: readonly string[], through: readonly string[] = []): StartedExample {
  const command = [...through, process.execPath, '--conditions=@tuner/source', 'scripts/run-example.ts', ...args];
  const child = spawn(command[0] ?? '', command.slice(1), { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }));
  const printed = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(output);
      if (match) return match;
      const end = await Promise.race([once(child.stdout, 'data').then(() => undefined), ended]);
      if (end && !pattern.test(end.output)) throw new Error(`It ended without ${pattern}:\n${end.output}`);
    }
  };
  return { process: child, printed, ended };
}

/** Runs an example to its end. */
export function runExample(...args: string[]) {
  return startExample(args).ended;
}
