import { mergeDocuments } from '../../config/paths.ts';
import { overrideConfig } from '../../config/read-config.ts';
import type { ConfigOverrides, TrainingConfig } from '../../contract/config.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { Suggestion } from '../../contract/suggestion.ts';
import { checkOptions } from '../../options/check-options.ts';
import { formatBytes } from '../format-bytes.ts';
import { estimateMemory } from '../memory/estimate-memory.ts';
import { planTraining, type PlanContext } from '../plan-training.ts';
import { shapeChanges } from '../suggest/shape-changes.ts';
import { AUTOFIT_OPTIONS, RESULT_CHANGES, type Autofit, type AutofitOptions } from './autofit-options.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import { changesTo } from './changes-to.ts';
import { probeChoices } from './probe-choices.ts';
import { taskOf, type Task } from './task.ts';

/** A change must be this much faster to be worth it where the configuration fits as it is. */
const WORTH = 0.98;

/** Finds the fastest configuration that fits the memory and learns the same. @see `Tuner.autofit` */
export async function fitTraining(
  context: PlanContext, config: TrainingConfig, options: AutofitOptions = {},
): Promise<Autofit<JsonObject>> {
  checkOptions('autofit', AUTOFIT_OPTIONS, options);
  const { allow, probe, ...measuring } = options;
  const look = { signal: measuring.signal, memoryBytes: measuring.memoryBytes };
  const plan = await planTraining(context, config, look);
  const task = await taskOf(config, plan);
  const allowed = RESULT_CHANGES.filter((name) => allow?.includes(name));
  const { base, changes: needed } = makeRoom(task, allowed);
  const choices = choose(base, allowed.includes('pairs'));
  const done = (choice: Candidate) => {
    const changes = [...needed, ...changesTo(base.model, base.shape, choice.shape, base.longest)];
    return { config: applied(config, changes), changes };
  };
  if (probe) return probeChoices(context, choices, done, measuring);
  const [first] = choices;
  if (!first) return { config, changes: [], plan };
  const found = done(first);
  return { ...found, plan: found.changes.length === 0 ? plan : await planTraining(context, found.config, look) };
}

/** Where nothing that learns the same fits: what is allowed, one after the other, until something does. */
function makeRoom(task: Task, allowed: readonly string[]): { base: Task; changes: Suggestion[] } {
  let base = task;
  const changes: Suggestion[] = [];
  for (const name of allowed) {
    for (let change = next(base, name); change && !fitsSomehow(base, allowed); change = next(base, name)) {
      const longest = Math.min(base.longest, change.shape.maxTokens);
      const saved = estimateMemory(base.model, base.shape, base.longest).addedBytes
        - estimateMemory(base.model, change.shape, longest).addedBytes;
      changes.push({ reason: change.reason, overrides: change.overrides, effect: `${change.title}: −${formatBytes(saved)}` });
      base = { ...base, shape: change.shape, longest };
    }
  }
  return { base, changes };
}

function next({ shape, longest }: Task, name: string) {
  return name === 'pairs' ? undefined : shapeChanges(shape, longest).find(({ changes }) => changes === name);
}

function fitsSomehow({ model, shape, longest, room }: Task, allowed: readonly string[]): boolean {
  return candidatesOf(model, shape, longest, allowed.includes('pairs')).some(({ addedBytes }) => addedBytes <= room);
}

/** What fits, the fastest first; where nothing does, the smallest alone. A gain that is none changes nothing. */
function choose({ model, shape, longest, room }: Task, mayPair: boolean): Candidate[] {
  const all = candidatesOf(model, shape, longest, mayPair);
  const fitting = all.filter(({ addedBytes }) => addedBytes <= room);
  const smallest = all.reduce((least, each) => (each.addedBytes < least.addedBytes ? each : least));
  const [fastest] = fitting;
  if (!fastest) return [smallest];
  const own = fitting.find(({ shape: { batchSize, checkpointing } }) =>
    batchSize === shape.batchSize && checkpointing === shape.checkpointing);
  return own && fastest.cost > WORTH * own.cost ? [own, ...fitting.filter((each) => each !== own)] : fitting;
}

function applied(config: TrainingConfig, changes: readonly Suggestion[]): TrainingConfig {
  const overrides = changes.reduce<JsonObject>((all, change) => mergeDocuments(all, change.overrides), {});
  return changes.length === 0 ? config : overrideConfig(config, overrides as ConfigOverrides<JsonObject>);
}
