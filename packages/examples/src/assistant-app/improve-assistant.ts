import { join } from 'node:path';
import type { RtxTypes } from '@tuner/backend-rtx';
import { writeDataset, type KtoRow, type Tuner } from '@tuner/core';
import { NO_PROGRESS, reduceProgress } from '@tuner/core/contract';

/** What an app shows of it. */
export interface Screen {
  /** From 0 to 1. */
  progress(fraction: number): void;
  say(text: string): void;
}

/**
 * What an app with an assistant does at night: learns from the day's thumbs, and gives the folder of the model to use
 * from now on, which is the old one unless the training succeeds. Some app's code: nothing in it is about tests.
 */
export async function improveAssistant(
  tuner: Tuner<RtxTypes>, model: string, feedback: readonly KtoRow[], screen: Screen, signal?: AbortSignal,
): Promise<string> {
  if (feedback.length < 10) {
    screen.say('Too few thumbs to learn from yet.');
    return model;
  }
  const rows = await writeDataset(join(tuner.home, 'feedback.jsonl'), feedback, { format: 'kto' });
  const config = await tuner.loadConfig('rtx', 'kto', { modelName: model, datasetFile: rows.path });
  const run = await tuner.train(config, { signal, tags: { app: 'assistant' } });
  let progress = NO_PROGRESS;
  for await (const event of run.events()) {
    progress = reduceProgress(progress, event);
    if (event.type === 'progress') screen.progress(progress.fraction);
  }
  const result = await run.result;
  switch (result.status) {
    case 'succeeded':
      screen.say('Your assistant has learned.');
      return result.artifact.path;
    case 'stopped':
    case 'cancelled':
      screen.say('Stopped; your assistant is as it was.');
      return model;
    default:
      screen.say(result.error.code === 'OUT_OF_MEMORY'
        ? 'This computer has too little memory; your assistant is as it was.'
        : `Learning failed (${result.error.code}); your assistant is as it was.`);
      return model;
  }
}
