import type { Fault } from '../trial.ts';
import { CONFIGURATION } from './configuration.ts';
import { ENVIRONMENT } from './environment.ts';
import { FILES } from './files.ts';
import { MODELS } from './models.ts';
import { ROWS } from './rows.ts';
import { TRAINING } from './training.ts';

/** Every fault that can be made on this machine. */
export const FAULTS: readonly Fault[] = [...CONFIGURATION, ...ROWS, ...FILES, ...MODELS, ...ENVIRONMENT, ...TRAINING];
