import type { FuzzTarget } from '../fuzz-target.ts';
import { CONFIGURATIONS } from './configurations.ts';
import { DATA } from './data.ts';
import { MODELS } from './models.ts';
import { RUNS } from './runs.ts';

/** Everything that reads what comes from outside. */
export const TARGETS: readonly FuzzTarget[] = [...CONFIGURATIONS, ...DATA, ...MODELS, ...RUNS];
