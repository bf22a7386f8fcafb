import { join } from 'node:path';
import { detectDevice, RTXBackend } from '@tuner/backend-rtx';
import { createTuner, writeDataset, type RunEventOf, type RunHandle } from '@tuner/core';
import { quickstartRecipe } from './quickstart-recipe.ts';
import { generateHeldOutRequests } from './rows/generate-requests.ts';
import { generateHeldOutRows, generateRows } from './rows/generate-rows.ts';
import { judge } from './rows/judge.ts';
import { duration } from './progress-line.ts';
import { checked, say } from './say.ts';
import { showProgress } from './terminal.ts';

/** Fine-tunes a small model to answer requests with tool calls, and shows what it learned. */
async function quickstart(): Promise<boolean> {
  const started = performance.now();
  const device = await detectDevice();
  const tuner = createTuner({ backends: [new RTXBackend({ device })] });
  await tuner.ensureEnvironment('rtx');
  const requests = generateHeldOutRequests({ count: 20 });
  const files = await writeRows(join(tuner.home, 'quickstart'));
  const config = await tuner.loadConfig('rtx', 'sft', quickstartRecipe({ ...files, requests: requests.map((r) => r.request) }));

  say(`\nTraining a model of about a million parameters on 2,000 rows, on the ${device === 'cuda' ? 'GPU' : 'CPU'}:\n`);
  const run = await tuner.train(config, { tags: { example: 'quickstart' } });
  await showProgress(run.events());
  const result = await run.result;
  if (result.status !== 'succeeded') {
    if ('error' in result) throw result.error;
    say(`The run was ${result.status}.`);
    return false;
  }
  return report(run, requests, result.artifact.path, (performance.now() - started) / 1000);
}

async function writeRows(folder: string): Promise<{ rows: string; evaluationRows: string }> {
  const format = 'messages';
  const rows = await writeDataset(join(folder, 'rows.jsonl'), generateRows({ count: 2000 }), { format });
  const heldOut = await writeDataset(join(folder, 'held-out.jsonl'), generateHeldOutRows({ count: 100 }), { format });
  return { rows: rows.path, evaluationRows: heldOut.path };
}

type Requests = ReturnType<typeof generateHeldOutRequests>;

async function report(run: RunHandle, requests: Requests, model: string, seconds: number): Promise<boolean> {
  const { losses, samples } = await readBack(run);
  const before = samples.filter((sample) => sample.step === 0);
  const after = samples.filter((sample) => sample.step > 0);
  const right = countRight(after, requests);
  say(`\n  Held-out loss   ${losses[0]?.toFixed(3) ?? '?'} before, ${losses.at(-1)?.toFixed(3) ?? '?'} after`);
  say(`  Held-out calls  ${countRight(before, requests)} of ${requests.length} right before, ${right} of ${requests.length} after`);
  say(`\n  A request that no training row holds:`);
  say(`    ${requests[0]?.request ?? ''}`);
  say(`    before  ${(before[0]?.completion ?? '').replace(/\s+/g, ' ').slice(0, 70)}`);
  say(`    after   ${after[0]?.completion ?? ''}`);
  say(`\n  The model  ${model}`);
  say(`  The run    ${run.directory}`);
  say(`  It took    ${duration(seconds)}`);
  say('\nNext: train on your own rows (README.md), or learn from thumbs up and down:');
  say('  npm run example -- kto-from-feedback\n');
  return right >= 12;
}

async function readBack(run: RunHandle): Promise<{ losses: number[]; samples: RunEventOf<'sample'>[] }> {
  const losses: number[] = [];
  const samples: RunEventOf<'sample'>[] = [];
  for await (const event of run.events({ follow: false })) {
    if (event.type === 'sample') samples.push(event);
    if (event.type === 'evaluation' && event.values['eval_loss'] != null) losses.push(event.values['eval_loss']);
  }
  return { losses, samples };
}

function countRight(samples: readonly RunEventOf<'sample'>[], requests: Requests): number {
  return samples.filter(({ index, completion }) => requests[index] && judge(requests[index], completion).right).length;
}

await checked(quickstart, 'The model learned less than it should: fewer than 12 of 20 held-out requests are right.');
