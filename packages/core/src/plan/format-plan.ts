import { formatBytes } from './format-bytes.ts';
import type { MemoryPlan, StepsPlan, TimePlan, TrainingPlan } from './training-plan.ts';

/**
 * A plan as plain text for a terminal: memory by part, disk, steps, time, warnings, and, where the memory is short, tight
 * or not known, the suggestions.
 */
export function formatPlan(plan: TrainingPlan): string {
  const { model, memory, disk, steps, time, warnings, suggestions } = plan;
  const sections = [
    [`Model        ${model.name}${model.parameters === null ? '' : `, ${count(model.parameters)} parameters`}${trained(plan)}`],
    memory ? memoryLines(memory, plan.fits) : ['Memory       not known'],
    [`Disk         ${diskText(disk)}`],
    steps ? stepsLines(steps) : ['Steps        not known'],
    [`Time         ${time ? timeText(time) : 'not known'}`],
    warnings.map(({ code, message, fix }) => `! ${code}: ${message}${fix === undefined ? '' : ` ${fix}`}`),
    isRoomy(plan) ? [] : suggestions.map(({ effect, reason }, index) => `${index === 0 ? 'Try          ' : '             '}${effect}  (${reason})`),
  ];
  return `${sections.flat().join('\n')}\n`;
}

function isRoomy({ fits, warnings }: TrainingPlan): boolean {
  return fits === true && warnings.every(({ code }) => code !== 'MEMORY_TIGHT');
}

function trained({ model: { parameters, trainedParameters } }: TrainingPlan): string {
  if (parameters === null || trainedParameters === null) return '';
  return trainedParameters === parameters ? ', all trained' : `, ${count(trainedParameters)} trained`;
}

function memoryLines(memory: MemoryPlan, fits: boolean | null): string[] {
  const { peakBytes, availableBytes, device, parts, importedBytes, basis } = memory;
  const there = availableBytes === null ? '' : ` of ${formatBytes(availableBytes)}`;
  const verdict = fits === null ? '' : fits ? ': fits' : ': does not fit';
  const inner = Object.entries({ ...parts, libraries: importedBytes }).filter(([, bytes]) => bytes >= 5e5)
    .map(([name, bytes]) => `  ${name.padEnd(11)}${formatBytes(bytes)}`);
  return [`Memory       ${formatBytes(peakBytes)}${there} on ${device}${verdict} (${basis})`, ...inner];
}

function diskText({ totalBytes, checkpoints, checkpointBytes, modelBytes, freeBytes }: TrainingPlan['disk']): string {
  if (totalBytes === null || checkpointBytes === null || modelBytes === null) return 'not known';
  const free = freeBytes === null ? '' : `, ${formatBytes(freeBytes)} free`;
  return `${formatBytes(totalBytes)}: ${checkpoints} checkpoints of ${formatBytes(checkpointBytes)}, `
    + `the model ${formatBytes(modelBytes)}${free}`;
}

function stepsLines({ rows, tokensPerEpoch, longestTokens, stepsPerEpoch, totalSteps }: StepsPlan): string[] {
  return [
    `Steps        ${totalSteps} (${stepsPerEpoch} an epoch)`,
    `Rows         ${rows}, about ${count(tokensPerEpoch)} tokens an epoch, the longest about ${longestTokens}`,
  ];
}

function timeText({ seconds, between: [least, most], runs }: TimePlan): string {
  const range = runs.length === 1 ? '' : ` (${duration(least)} to ${duration(most)})`;
  const speed = ['a measured step', 'an earlier run'][runs.length] ?? `${runs.length} earlier runs`;
  return `about ${duration(seconds)}${range}, at the speed of ${speed}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function count(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(2)} billion`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} million`;
  return value >= 1e4 ? `${Math.round(value / 1e3)} thousand` : String(value);
}
