import { execa } from 'execa';
import { createInterface } from 'node:readline';
import { throwIfAborted } from './aborted.ts';

/** How to run a command. */
export interface RunCommandOptions {
  /** How long it may take, in milliseconds; without end by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Environment variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gets every line that it prints, as it is printed. */
  readonly onLine?: (line: string) => void;
  /** Is told the process when it has started, and gives what is to be called when it has ended. */
  readonly onStart?: (pid: number) => () => void;
  /** Its working directory; that of this process by default. */
  readonly cwd?: string;
}

/** How a command ended. */
export interface CommandResult {
  /** `undefined` when a signal ended it or it did not start. */
  readonly exitCode: number | undefined;
  /** Such as `SIGKILL`, when a signal that was not sent from here ended it. */
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly all: string;
  readonly timedOut: boolean;
  /** Such as `ENOENT`, when it did not start. */
  readonly startError: string | undefined;
}

const KEPT_CHARACTERS = 10_000_000;

/** Runs a command to its end. @throws EnvironmentError `ABORTED`; however else it ends is a result. */
export async function runCommand(
  file: string, args: readonly string[], options: RunCommandOptions = {},
): Promise<CommandResult> {
  const { timeoutMs, signal, env = {}, onLine, onStart, cwd } = options;
  throwIfAborted(signal);
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const end = AbortSignal.any([signal, deadline].filter((each) => each !== undefined));
  const child = execa(file, args, {
    reject: false, all: true, stdin: 'ignore', cancelSignal: end, killSignal: 'SIGKILL', env,
    maxBuffer: KEPT_CHARACTERS, ...(cwd === undefined ? {} : { cwd }),
  });
  const letGo = () => {
    // What it started itself may live on and hold its output open.
    for (const stream of [child.stdout, child.stderr, child.all]) stream.destroy();
  };
  end.addEventListener('abort', letGo, { once: true });
  if (onLine) createInterface({ input: child.all }).on('line', onLine);
  const onEnd = child.pid === undefined ? undefined : onStart?.(child.pid);
  const { exitCode, stdout = '', stderr = '', all = '', code, signal: endedBy } = await child;
  onEnd?.();
  end.removeEventListener('abort', letGo);
  throwIfAborted(signal);
  const timedOut = deadline?.aborted === true && exitCode !== 0;
  const startError = exitCode === undefined && !timedOut ? code : undefined;
  return { exitCode, stdout, stderr, all, timedOut, startError, signal: timedOut ? undefined : endedBy };
}

/** The last lines of a text, without blank ones. */
export function lastLines(text: string, count: number): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '').slice(-count);
}
