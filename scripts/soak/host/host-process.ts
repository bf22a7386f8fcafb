import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Answer, Command, HostFiles } from './commands.ts';

/** What a call of a host that was killed rejects with. */
export class HostDied extends Error {}

/** A host program of its own, which can be killed. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>();
  #calls = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new HostDied('The host is gone.'));
      this.#waiting.clear();
    });
  }

  /** Starts `program`; resolves when it takes commands. What it complains about goes to `stderr` of this process. */
  static async start(program: string, files: HostFiles, env: NodeJS.ProcessEnv): Promise<HostProcess> {
    const child = spawn(process.execPath, [program, JSON.stringify(files)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    // A command to a host that has just died is answered by its end.
    child.stdin!.on('error', () => undefined);
    const host = new HostProcess(child);
    const lines = createInterface({ input: child.stdout! });
    const isReady = once(lines, 'line');
    lines.on('line', (line) => host.#hear(JSON.parse(line) as Answer));
    await Promise.race([isReady, once(child, 'exit')]);
    return host;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Gives a command and waits for the answer. @throws HostDied */
  call(command: Command): Promise<Answer> {
    const waiting = Promise.withResolvers<Answer>();
    // Whoever waits for it sees the rejection; a host is killed while nobody does, too.
    waiting.promise.catch(() => undefined);
    if (!this.isAlive) waiting.reject(new HostDied('The host is gone.'));
    this.#calls += 1;
    this.#waiting.set(this.#calls, waiting);
    this.#child.stdin!.write(`${JSON.stringify({ id: this.#calls, ...command })}\n`);
    return waiting.promise;
  }

  /** Kills it with no warning; resolves when it has gone. */
  async kill(): Promise<void> {
    if (!this.isAlive) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  /** Lets it end by itself. */
  async end(): Promise<void> {
    if (!this.isAlive) return;
    const gone = once(this.#child, 'exit');
    this.#child.stdin!.end();
    await gone;
  }

  #hear({ id, ...said }: Answer): void {
    this.#waiting.get(id)?.resolve({ id, ...said });
    this.#waiting.delete(id);
  }
}
