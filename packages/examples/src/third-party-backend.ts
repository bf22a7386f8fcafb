import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTuner, writeDataset } from '@tuner/core';
import { bigramBackend } from './bigram/bigram-backend.ts';
import { generateRows } from './rows/generate-rows.ts';
import { checked, say } from './say.ts';
import { showProgress } from './terminal.ts';

/** Trains with a back end that is no part of Tuner, like with any other. */
async function thirdPartyBackend(): Promise<boolean> {
  const tuner = createTuner({ backends: [bigramBackend()] });
  await tuner.ensureEnvironment('bigram');
  const texts = generateRows({ count: 64 }).map(({ messages: [{ content }] }) => ({ text: content }));
  const rows = await writeDataset(join(tuner.home, 'examples', 'bigram', 'rows.jsonl'), texts, { format: 'text' });
  const config = await tuner.loadConfig('bigram', 'sft', { datasetFile: rows.path });

  say(`\nTraining which letter follows which, on ${rows.rows} requests:\n`);
  const run = await tuner.train(config, { tags: { example: 'third-party-backend' } });
  await showProgress(run.events());
  const result = await run.result;
  if ('error' in result) throw result.error;
  if (result.status !== 'succeeded') return false;

  const [first] = (await run.metrics()).find(({ name }) => name === 'loss')?.points ?? [];
  const [before, after] = [first?.value ?? 0, result.metrics['loss'] ?? Infinity];
  const follower = mostLikelyAfter('n', await readFile(join(result.artifact.path, 'model.json'), 'utf8'));
  say(`\n  Loss per letter ${before.toFixed(3)} before, ${after.toFixed(3)} after; behind "n" comes "${follower}"`);
  say(`  The model  ${result.artifact.path}\n`);
  return after < before - 0.5;
}

function mostLikelyAfter(letter: string, model: string): string {
  const { letters, scores } = JSON.parse(model) as { letters: string; scores: number[][] };
  const row = scores[letters.indexOf(letter)] ?? [];
  return letters[row.indexOf(Math.max(...row))] ?? '';
}

await checked(thirdPartyBackend, 'The loss did not fall.');
