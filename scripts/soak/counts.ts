/** What went wrong, by kind: each must be 0. */
export const FAULTS = {
  orphans: 'orphans after 10 s',
  orphansOpened: 'after the next opener',
  orphansStopped: 'when a stop had resolved',
  lost: 'lost outcomes',
  invented: 'invented outcomes',
  missing: 'missing events',
  doubled: 'doubled events',
  disorder: 'queue order violations',
  weights: 'resumes with other weights',
  errors: 'unexpected errors',
} as const;

/** A kind of {@link FAULTS}. */
export type Fault = keyof typeof FAULTS;

/** What a soak did. */
export interface Deeds {
  kills: number;
  host: number;
  supervisor: number;
  trainer: number;
  runs: number;
  attempts: number;
  queues: number;
  resumes: number;
  real: number;
}

/** Counts what a soak did and what went wrong. */
export class Counts {
  readonly done: Deeds = {
    kills: 0, host: 0, supervisor: 0, trainer: 0, runs: 0, attempts: 0, queues: 0, resumes: 0, real: 0,
  };
  readonly faults = Object.fromEntries(Object.keys(FAULTS).map((fault) => [fault, 0])) as Record<Fault, number>;
  readonly #say: (problem: string) => void;

  /** `say` is told each fault, with the run that shows it. */
  constructor(say: (problem: string) => void) {
    this.#say = say;
  }

  /** Counts a fault. */
  fault(fault: Fault, where: string, what: string): void {
    this.faults[fault] += 1;
    this.#say(`${FAULTS[fault]}: ${where}: ${what}`);
  }

  get isClean(): boolean {
    return Object.values(this.faults).every((count) => count === 0);
  }

  /** Everything in one sentence. */
  sentence(seed: number, seconds: number): string {
    const { kills, host, supervisor, trainer, runs, attempts, queues, resumes, real } = this.done;
    const found = Object.entries(FAULTS).map(([fault, name]) => `${this.faults[fault as Fault]} ${name}`).join(', ');
    const killed = `${kills} kills (${host} hosts, ${supervisor} supervisors, ${trainer} trainers) in ${seconds} s`;
    const ran = `${runs} runs with ${attempts} attempts, ${resumes} resumes, ${queues} queues, ${real} runs of TRL and MLX`;
    return `Soak of seed ${seed}: ${killed}, ${ran}: ${found}.`;
  }
}
