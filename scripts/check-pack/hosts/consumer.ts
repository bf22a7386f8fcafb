// A stranger's TypeScript: it is compiled against the packages, never run.
import { MacBackend, type MlxSettings } from '@tuner/backend-mac';
import { RTXBackend, type SftSettings } from '@tuner/backend-rtx';
import {
  createTuner, isTunerError, openRun, type RunEvent, type RunProgress, type RunResult, type TrainingConfig,
} from '@tuner/core';
import { NO_PROGRESS, reduceProgress, wireEventSchema } from '@tuner/core/contract';
import { backendContract, fakeBackend, fakeExecutor } from '@tuner/core/testing';

const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' }), new MacBackend({ device: 'cpu' })] });

export async function main(): Promise<RunResult> {
  const config: TrainingConfig<SftSettings> = await tuner.loadConfig('rtx', 'sft', {
    datasetFile: 'rows.jsonl', epochs: 1, settings: { lora: { r: 8 }, training: { max_steps: 10 } },
  });
  const rank: number = config.settings.lora.r;
  const run = await tuner.train(config, { tags: { rank: String(rank) } });
  let progress: RunProgress = NO_PROGRESS;
  for await (const event of run.events()) progress = reduceProgress(progress, event);
  return run.result;
}

export async function onMac(): Promise<number> {
  const config: TrainingConfig<MlxSettings> = await tuner.loadConfig('mac', 'mlx', { settings: { lora: { rank: 4 } } });
  return config.settings.lora.rank * config.epochs;
}

export async function mistakes(): Promise<void> {
  // @ts-expect-error there is no such back end
  await tuner.loadConfig('gpu', 'sft');
  // @ts-expect-error there is no such method
  await tuner.loadConfig('rtx', 'mlx');
  // @ts-expect-error a rank is a number
  await tuner.loadConfig('rtx', 'sft', { settings: { lora: { r: 'eight' } } });
}

export function describe(event: RunEvent): string {
  return event.type === 'progress' ? `${event.step} of ${event.totalSteps}: ${event.loss}` : event.type;
}

export async function assets(directory: string): Promise<string> {
  const { record } = await (await openRun(directory)).info();
  return record.assets.trainers;
}

export const parsed = wireEventSchema.safeParse({});
export const isOurs: boolean = isTunerError(new Error('not ours'));
export const contract = backendContract;
export const tests = createTuner({ backends: [fakeBackend()], executor: fakeExecutor() });
