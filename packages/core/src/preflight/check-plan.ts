import { trainingShapeOf } from '../config/back-end-facts.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { Suggestion } from '../contract/suggestion.ts';
import { estimateDisk, freeDisk } from '../plan/disk/estimate-disk.ts';
import { formatBytes } from '../plan/format-bytes.ts';
import { trainedOf } from '../plan/memory/estimate-memory.ts';
import { planMemory } from '../plan/memory/plan-memory.ts';
import { countParameters } from '../plan/model/count-parameters.ts';
import { readModel } from '../plan/model/read-model.ts';
import { roomOf } from '../plan/plan-training.ts';
import { countSteps } from '../plan/rows/count-steps.ts';
import { rankSuggestions } from '../plan/suggest/rank-suggestions.ts';
import type { MemoryPlan, StepsPlan } from '../plan/training-plan.ts';
import { checkLength } from './check-length.ts';
import type { CheckedRows } from './check-rows.ts';
import type { PreflightFinding } from './finding.ts';

/** Estimates are off by a tenth, rarely by more; beyond half as much again no correction makes a training fit. */
const HOPELESS = 1.5;

/** What the size of a training says against it: steps, memory, disk. Nothing where its back end tells no shape. */
export async function checkPlan(
  config: TrainingConfig, rows: CheckedRows, home: string,
): Promise<PreflightFinding[]> {
  const shape = trainingShapeOf(config);
  if (!shape) return [];
  const { usable, tokens } = rows.report;
  // Of a file that was looked at in part: as many rows as the whole of it holds, if they go on like this.
  const facts = { rows: Math.round(usable / rows.share), tokens: tokens.total / rows.share, longest: tokens.max };
  const steps = countSteps(facts, shape);
  const model = await readModel(config.modelName, shape.cacheFolder);
  if (!('shape' in model)) return checkLength(config, steps.totalSteps);
  const memory = await planMemory(model.shape, shape, steps.longestTokens, {});
  const suggest = () => rankSuggestions(model.shape, shape, steps.longestTokens, roomOf(memory));
  const size = { parameters: countParameters(model.shape).total, trained: trainedOf(model.shape, shape) };
  const disk = estimateDisk(size, shape, steps.totalSteps, await freeDisk(home));
  return [
    ...checkLength(config, steps.totalSteps), ...checkMemory(memory, steps, suggest),
    ...checkRoom(disk, home, shape.keys.kept),
  ];
}

function checkMemory(
  { peakBytes, availableBytes, device }: MemoryPlan, { longestTokens }: StepsPlan, suggest: () => Suggestion[],
): PreflightFinding[] {
  if (availableBytes === null || peakBytes <= availableBytes) return [];
  const needs = `The training needs about ${formatBytes(peakBytes)} (rows of up to ${longestTokens} tokens)`;
  const suggestions = suggest();
  const [best] = suggestions;
  return [{
    weight: peakBytes > HOPELESS * availableBytes ? 'likely' : 'doubt', topic: 'MEMORY', code: 'OUT_OF_MEMORY',
    message: `${needs}; ${device === 'cpu' ? 'the machine' : device} has ${formatBytes(availableBytes)}.`,
    fix: best ? `${best.reason} ${best.effect ?? ''}`.trim() : 'Use a smaller model, or 4-bit weights.',
    details: { device, peakBytes, availableBytes }, suggestions,
  }];
}

function checkRoom(
  { checkpointBytes, modelBytes, totalBytes, freeBytes }: ReturnType<typeof estimateDisk>, home: string, key: string,
): PreflightFinding[] {
  if (freeBytes === null || modelBytes === null || checkpointBytes === null) return [];
  const needed = totalBytes ?? modelBytes + checkpointBytes;
  if (needed <= freeBytes) return [];
  const room = `${formatBytes(freeBytes)} are free in ${home}`;
  const message = `Checkpoints and the model take about ${formatBytes(needed)}; ${room}.`;
  return [{
    weight: modelBytes > freeBytes ? 'likely' : 'doubt', topic: 'DISK', code: 'DISK_FULL', message,
    fix: `Free disk space, choose another home, or keep fewer checkpoints (${key}).`,
    details: { home, neededBytes: needed, freeBytes },
  }];
}
