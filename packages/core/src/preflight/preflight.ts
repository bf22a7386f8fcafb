import { hasDataRules } from '../config/back-end-facts.ts';
import type { TrainingConfig } from '../contract/config.ts';
import { checkDisk, checkHome, checkPython } from './check-machine.ts';
import { checkModel } from './check-model.ts';
import { checkPlan } from './check-plan.ts';
import { checkRows } from './check-rows.ts';
import { checkStart } from './check-start.ts';
import type { PreflightFinding } from './finding.ts';

/** What is about to be trained. */
export interface PreflightSubject {
  readonly config: TrainingConfig;
  readonly home: string;
  readonly pythonPath: string;
  /** The folder whose weights it starts from. */
  readonly from?: string;
  readonly signal?: AbortSignal;
}

/**
 * Looks at everything that can be known before a training, and changes nothing.
 * @throws DatasetError `DATASET_NOT_FOUND`, `DATASET_INVALID` of a file that cannot be read, `ABORTED`
 */
export async function preflight(subject: PreflightSubject): Promise<PreflightFinding[]> {
  const { config, home, pythonPath, from, signal } = subject;
  const machine = [...(await checkHome(home)), ...(await checkPython(pythonPath))];
  // What rows and model of another back end are, and how much room they need, is its own affair.
  if (!hasDataRules(config)) return machine;
  const rows = await checkRows(config, signal);
  return [
    ...rows.findings, ...(await checkModel(config, rows.report)),
    ...(from === undefined ? [] : await checkStart(from, config)),
    ...machine, ...(await checkDisk(home)), ...(await checkPlan(config, rows, home)),
  ];
}
