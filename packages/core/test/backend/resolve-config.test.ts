import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineBackend } from '../../src/backend/define-backend.ts';
import { createTuner } from '../../src/tuner/create-tuner.ts';
import { fakeBackend, type FakeTypes } from '../../src/testing/fake-backend.ts';
import { fakeExecutor } from '../../src/testing/fake-executor.ts';
import { temporaryFolder } from '../support/temporary.ts';

test('what a plain definition decides by the rows is what is recorded, and news are told as events', async () => {
  const fake = fakeBackend();
  const backend = defineBackend<FakeTypes>({
    name: 'fake',
    getAvailableMethods: () => fake.getAvailableMethods(),
    loadConfig: (method, overrides) => fake.loadConfig(method, overrides),
    environment: (config) => fake.environment(config),
    createLaunchSpec: (config) => fake.createLaunchSpec(config),
    resolveConfig: async (config) => ({
      ...config, objective: 'kto', warnings: [{ kind: 'advice', key: 'objective', message: 'Both labels occur.' }],
    }),
  });
  const datasetFile = join(temporaryFolder(), 'rows.jsonl');
  writeFileSync(datasetFile, '{}\n');
  const tuner = createTuner({ backends: [backend], executor: fakeExecutor() });
  const run = await tuner.train(await tuner.loadConfig('fake', 'sft', { datasetFile }));
  const events = await Array.fromAsync(run.events());
  expect((await run.info()).record.objective).toBe('kto');
  expect(events.slice(0, 2)).toMatchObject([{ type: 'run.created' }, { type: 'warning', message: 'Both labels occur.' }]);
});
