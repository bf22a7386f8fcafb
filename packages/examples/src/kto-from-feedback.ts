import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detectDevice, RTXBackend } from '@tuner/backend-rtx';
import { createTuner, isTunerError } from '@tuner/core';
import { generatePreferenceRows, generateHeldOutPreferenceRows } from './rows/generate-preference-rows.ts';
import { toJsonLines } from './rows/generate-rows.ts';
import { showProgress } from './terminal.ts';

const say = (line = '') => process.stdout.write(`${line}\n`);

/** Goes on from the quickstart's model with thumbs-up and thumbs-down rows; `true` when the held-out margin rose. */
async function ktoFromFeedback(): Promise<boolean> {
  const tuner = createTuner({ backends: [new RTXBackend({ device: await detectDevice() })] });
  const runs = await tuner.runs.list();
  const base = runs.find((run) => run.status === 'succeeded' && run.record.tags['example'] === 'quickstart');
  if (!base) {
    say('There is no model to go on from yet. Run: npm run quickstart');
    return false;
  }
  const folder = join(tuner.home, 'quickstart');
  await mkdir(folder, { recursive: true });
  const rows = join(folder, 'feedback.jsonl');
  const evaluationRows = join(folder, 'feedback-held-out.jsonl');
  await writeFile(rows, toJsonLines(generatePreferenceRows({ count: 200 })));
  await writeFile(evaluationRows, toJsonLines(generateHeldOutPreferenceRows({ count: 40 })));
  const config = await tuner.loadConfig('rtx', 'kto', {
    modelName: join(base.directory, 'model'),
    datasetFile: rows,
    epochs: 2,
    batchSize: 8,
    learningRate: 1e-3,
    settings: {
      model: { load_in_4bit: false },
      training: {
        gradient_accumulation_steps: 1, gradient_checkpointing: false, optim: 'adamw_torch_fused', bf16: false, max_length: 256,
        eval_on_start: true, eval_strategy: 'epoch', save_strategy: 'epoch', dataloader_pin_memory: false,
      },
      dataset: { evaluation_file: evaluationRows },
    },
  });
  say(`\nLearning from 200 rows of feedback, with LoRA on top of ${config.modelName}:\n`);
  const run = await tuner.train(config, { tags: { example: 'kto-from-feedback' } });
  await showProgress(run.events());
  const result = await run.result;
  if ('error' in result) throw result.error;
  const margins = (await run.metrics()).find((series) => series.name === 'eval_rewards/margins')?.points ?? [];
  const [before, after] = [margins[0]?.value ?? 0, margins.at(-1)?.value ?? 0];
  say(`\n  Margin between good and bad answers on held-out rows: ${before.toFixed(3)} before, ${after.toFixed(3)} after`);
  if (result.status === 'succeeded') say(`  The adapter  ${result.artifact.path}\n`);
  return result.status === 'succeeded' && after > before;
}

try {
  if (!(await ktoFromFeedback())) process.exitCode = 1;
} catch (error) {
  if (!isTunerError(error)) throw error;
  say(`\n${error.code}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`);
  process.exitCode = 1;
}
