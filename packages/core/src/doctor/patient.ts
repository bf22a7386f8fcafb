import type { TrainingConfig } from '../contract/config.ts';
import type { EnvironmentSpec } from '../contract/environment.ts';
import type { DoctorFinding } from '../contract/doctor.ts';
import type { Machine } from './machine/machine.ts';

/** A back end that is to train here. */
export interface Target {
  readonly backend: string;
  readonly spec: EnvironmentSpec;
  /** The interpreter that it would train with; `undefined` when there is none yet. */
  readonly python?: string;
  /** Whether that one is the user's own: `TUNER_PYTHON`. */
  readonly isOwn?: boolean;
}

/** Who is looked at: a machine, a home on it, and what is to be done there. */
export interface Patient {
  readonly machine: Machine;
  readonly home: string;
  readonly targets: readonly Target[];
  /** The folder of the supervisor's code. */
  readonly supervisor: string;
  readonly config?: TrainingConfig;
}

/** One thing that the doctor looks at. */
export interface Check {
  readonly name: string;
  run(patient: Patient): Promise<readonly DoctorFinding[]>;
}
