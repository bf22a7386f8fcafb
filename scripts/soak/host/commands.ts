import type { RunStatus } from '@tuner/core/contract';

/** Loads a configuration and trains. */
export interface TrainCommand {
  readonly do: 'train';
  readonly runId: string;
  readonly backend: string;
  readonly method: string;
  readonly overrides: object;
  readonly options: object;
}

/** What the soak tells a host to do; it answers each with an {@link Answer}. */
export type Command =
  | TrainCommand
  | { readonly do: 'attach' | 'cancel' | 'detach' | 'status' | 'result'; readonly runId: string }
  | { readonly do: 'stop'; readonly runId: string; readonly graceMs?: number }
  | { readonly do: 'resume'; readonly runId: string; readonly options: object }
  | { readonly do: 'reconcile' }
  | { readonly do: 'close'; readonly runs: 'stop' | 'detach' };

/** What a host says to one command. */
export interface Answer {
  readonly id: number;
  readonly status?: RunStatus;
  /** How many events a follower of this host saw until the end, and the hash of them all. */
  readonly seen?: Seen;
  readonly error?: { readonly code: string; readonly message: string };
}

/** What a follower saw: the first `count` events of a run. */
export interface Seen {
  readonly count: number;
  readonly sha256: string;
}

/** Where a host finds things, as the one argument of its program. */
export interface HostFiles {
  readonly home: string;
  /** The folder of the chain back end, and `Trainers`. */
  readonly chain: string;
  readonly trainers: string;
}
