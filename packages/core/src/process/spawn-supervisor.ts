import { execa } from 'execa';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartedRun } from '../contract/executor.ts';
import { errorFromJson, RunError } from '../errors.ts';
import type { ErrorJson } from '../contract/error-json.ts';

/** What {@link spawnSupervisor} starts. */
export interface SupervisorCall {
  readonly python: string;
  /** The folder of the supervisor's code. */
  readonly supervisor: string;
  /** The run directory. */
  readonly directory: string;
  readonly attempt: number;
  /** Whether it is to learn when this program is gone, and keeps it alive; `true` by default. */
  readonly attached?: boolean;
  /** Takes over an attempt that lost its supervisor, instead of starting it. */
  readonly adopt?: boolean;
}

/** How long a supervisor may take to answer, in milliseconds: a cold disk or a virus scanner can take seconds. */
const ANSWER_MS = 30_000;
const LAST_WORDS_MS = 1000;

/** It is its own code and the standard library: no site-packages, no PYTHON* variables, no bytecode files. */
const ALONE = ['-I', '-S', '-B', '-X', 'utf8'];

/**
 * Starts a supervisor and waits for its one line. Of an attached one stdin stays open: its end is how the supervisor
 * learns that this program is gone.
 */
export async function spawnSupervisor(call: SupervisorCall): Promise<StartedRun> {
  const child = spawn(call);
  // Until it answers; then the supervisor points its output at its own log.
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const ended = child.then(() => undefined);
  const timer = setTimeout(() => child.kill('SIGKILL'), ANSWER_MS);
  const answer = parse(await firstLine(child.stdout));
  clearTimeout(timer);
  // Its output ends here as well: it points at its own log from now on.
  const detach = () => letGo(child);
  if (answer?.ready && call.attached === false) detach();
  if (answer?.ready) return { ended, detach };
  child.kill('SIGKILL');
  // Its last words may come behind its end; a child of its own may keep the pipe open.
  await Promise.race([ended, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
  throw answer?.error ? errorFromJson({ ...answer.error, name: 'RunError' }) : noAnswer(call, complaints);
}

type Child = ReturnType<typeof spawn>;

function spawn({ python, supervisor, directory, attempt, attached = true, adopt }: SupervisorCall) {
  const args = [...ALONE, supervisor, '--run', directory, '--attempt', String(attempt), ...(adopt ? ['--adopt'] : [])];
  const stdin = attached ? 'pipe' : 'ignore';
  return execa(python, args, {
    stdin, stdout: 'pipe', stderr: 'pipe', buffer: false, detached: true, cleanup: false, reject: false,
  });
}

/** The event loop may end before the child does. Its stdin stays open while this program lives. */
function letGo(child: Child): void {
  child.nodeChildProcess.unref();
  (child.stdin as Socket | null)?.unref();
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  const lines = createInterface({ input: stream });
  for await (const line of lines) return line;
  return undefined;
}

function noAnswer(call: SupervisorCall, complaints: readonly string[]): RunError {
  const log = complaints.join('').trim().split('\n').slice(-10);
  const reason = log.at(-1) || `${call.python} gave no answer`;
  return new RunError('START_FAILED', `The supervisor did not start: ${reason}`, {
    hint: 'Check that this Python runs: the supervisor needs 3.9 or newer and nothing else.',
    details: { python: call.python, log },
  });
}

function parse(line: string | undefined): { ready?: boolean; error?: ErrorJson } | undefined {
  try {
    return JSON.parse(line ?? '') as { ready?: boolean; error?: ErrorJson };
  } catch {
    return undefined;
  }
}
