import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { earlierRuns } from '../../src/plan/time/earlier-runs.ts';
import { fakeBackend } from '../../src/testing/fake-backend.ts';
import { fakeExecutor } from '../../src/testing/fake-executor.ts';
import { createTuner } from '../../src/tuner/create-tuner.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('a run of the same model tells how fast it was; one of another model does not', async () => {
  const home = temporaryFolder();
  const executor = fakeExecutor(async ({ emit }) => {
    await emit({ type: 'progress', ...NOTHING, step: 1, totalSteps: 2, tokens: 100, tokensPerSecond: 40 });
    await emit({ type: 'progress', ...NOTHING, step: 2, totalSteps: 2, tokens: 200, tokensPerSecond: 50 });
    return { outcome: 'finished', step: 2 };
  });
  const tuner = createTuner({ backends: [fakeBackend()], executor, home });
  const datasetFile = join(home, 'rows.jsonl');
  writeFileSync(datasetFile, '{"text":"a"}\n');
  const config = await tuner.loadConfig('fake', 'sft', { datasetFile });
  await (await tuner.train(config, { runId: 'first', preflight: 'off' })).result;
  expect(await earlierRuns(config as never, home, executor)).toEqual([{ runId: 'first', tokensPerSecond: 50 }]);
  const other = await tuner.loadConfig('fake', 'sft', { datasetFile, modelName: 'another' });
  expect(await earlierRuns(other as never, home, executor)).toEqual([]);
});

const NOTHING = {
  epoch: null, totalEpochs: null, loss: null, learningRate: null, gradNorm: null, secondsPerStep: null, etaSeconds: null,
  memoryBytes: null, peakMemoryBytes: null,
} as const;
