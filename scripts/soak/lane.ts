import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentsFolder } from '../../packages/core/src/environment/environment-paths.ts';
import { resolveHome } from '../../packages/core/src/runs/home.ts';
import type { Random } from '../../packages/examples/src/rows/random.ts';
import type { Counts } from './counts.ts';
import type { Command, HostFiles } from './host/commands.ts';
import { HostProcess } from './host/host-process.ts';
import { killNow, processesOf, type Role } from './processes.ts';

/** What all lanes share. */
export interface SoakPlace {
  readonly folder: string;
  /** The bundled host program, and the checkout's files that it needs. */
  readonly program: string;
  readonly files: Omit<HostFiles, 'home'>;
  /** The Python of trainings without packages. */
  readonly python: string;
  readonly counts: Counts;
  /** How many kills are wanted. */
  readonly kills: number;
}

/** What can be killed. */
export type Target = 'host' | Role;

/** One home with its hosts, in which one thing happens after the other; several lanes run at once. */
export class Lane {
  readonly place: SoakPlace;
  readonly name: string;
  readonly random: Random;
  readonly home: string;
  readonly rows: string;
  #host: HostProcess | undefined;
  #starting: Promise<HostProcess> | undefined;
  #runs = 0;

  constructor(place: SoakPlace, name: string, random: Random) {
    this.place = place;
    this.name = name;
    this.random = random;
    this.home = join(place.folder, name);
    this.rows = join(this.home, 'rows.jsonl');
    mkdirSync(this.home, { recursive: true });
    writeFileSync(this.rows, Array.from({ length: 7 }, (_, row) => `{"text":"row ${row}"}\n`).join(''));
  }

  get counts(): Counts {
    return this.place.counts;
  }

  /** Whether more kills are wanted. */
  get mayKill(): boolean {
    return this.counts.done.kills < this.place.kills;
  }

  /** The host that lives; the next opener, when the one before was killed. */
  async host(): Promise<HostProcess> {
    if (this.#host?.isAlive) return this.#host;
    // Of two that ask at once both get the same: the other one would stay behind.
    this.#starting ??= this.newHost().finally(() => {
      this.#starting = undefined;
    });
    this.#host = await this.#starting;
    return this.#host;
  }

  /** Another host in the same home. */
  newHost(): Promise<HostProcess> {
    const { folder } = this.place;
    const environments = environmentsFolder(resolveHome());
    const own = { TUNER_LOCKS: join(folder, 'locks'), TUNER_PYTHON: '' };
    const env = { TUNER_ENVIRONMENTS: environments, OMP_NUM_THREADS: '1', ...process.env, ...own };
    return HostProcess.start(this.place.program, { ...this.place.files, home: this.home }, env);
  }

  newRunId(): string {
    this.#runs += 1;
    this.counts.done.runs += 1;
    return `${this.name}-${this.#runs}`;
  }

  directoryOf(runId: string): string {
    return join(this.home, 'runs', runId);
  }

  train(runId: string, training: object, options: object): Command {
    const overrides = { datasetFile: this.rows, settings: { training } };
    const all = { ...options, pythonPath: this.place.python };
    return { do: 'train', runId, backend: 'chain', method: 'chain', overrides, options: all };
  }

  /** Kills `targets` of a run at once, as far as they are there; gives whom it killed. */
  async kill(runId: string, targets: readonly Target[]): Promise<Target[]> {
    const found = processesOf(this.directoryOf(runId), runId);
    const killed = found.filter(({ pid, role }) => targets.includes(role) && killNow(pid)).map(({ role }): Target => role);
    if (targets.includes('host') && this.#host?.isAlive) {
      await this.#host.kill();
      killed.push('host');
    }
    const { done } = this.counts;
    if (killed.length > 0) done.kills += 1;
    for (const one of killed) if (one !== 'child') done[one] += 1;
    return killed;
  }

  /** Lets the host end. */
  async end(): Promise<void> {
    await this.#host?.end();
  }
}
