import type { TrainingConfig } from '../../contract/config.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Suggestion } from '../../contract/suggestion.ts';
import { isTunerError } from '../../errors.ts';
import { planTraining, type PlanContext } from '../plan-training.ts';
import { probeTraining } from '../probe/probe-training.ts';
import type { ProbeOptions } from '../probe/step-probe.ts';
import type { TrainingPlan } from '../training-plan.ts';
import type { Autofit } from './autofit-options.ts';
import type { Candidate } from './candidates.ts';

/** A measured peak varies from run to run by about so much. */
const MARGIN = 0.97;
const MOST_PROBES = 4;

/** Makes a configuration of a choice. */
type Done = (choice: Candidate) => { config: TrainingConfig; changes: Suggestion[] };

/** Measures one choice after the other, each smaller than what did not fit. */
export async function probeChoices(
  context: PlanContext, choices: readonly Candidate[], done: Done, options: ProbeOptions,
): Promise<Autofit<JsonObject>> {
  let left = choices;
  for (let tries = 1; ; tries += 1) {
    const choice = left[0] as Candidate;
    const found = done(choice);
    const plan = await measured(context, found.config, options);
    left = left.filter(({ addedBytes }) => addedBytes < choice.addedBytes);
    const isLast = left.length === 0 || tries === MOST_PROBES;
    if (plan && (isLast || isWithin(plan))) return { ...found, plan };
    if (isLast) return { ...found, plan: { ...(await planned(context, found.config, options)), fits: false } };
  }
}

function planned(context: PlanContext, config: TrainingConfig, { signal, memoryBytes }: ProbeOptions) {
  return planTraining(context, config, { signal, memoryBytes });
}

/** The measured plan; `undefined` where the memory was not enough to measure it. */
async function measured(
  context: PlanContext, config: TrainingConfig, options: ProbeOptions,
): Promise<TrainingPlan | undefined> {
  try {
    return (await probeTraining(context, config, options)).plan;
  } catch (error) {
    if (isTunerError(error) && error.code === 'OUT_OF_MEMORY') return undefined;
    throw error;
  }
}

function isWithin({ memory }: TrainingPlan): boolean {
  const there = memory?.freeBytes ?? memory?.availableBytes;
  return memory === null || there == null || memory.peakBytes <= MARGIN * there;
}
