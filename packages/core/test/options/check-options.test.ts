import { createTuner } from '@tuner/core';
import { fakeBackend, fakeExecutor } from '@tuner/core/testing';
import { expect, test } from 'vitest';

const tuner = createTuner({ backends: [fakeBackend()], executor: fakeExecutor() });
const config = await tuner.loadConfig('fake', 'sft');

// For callers without types: a wrong option is named, and nothing has happened.
test.each([
  ['previewDataset', { signal: 3 }, 'The option signal of previewDataset is 3, expected an AbortSignal.'],
  ['previewDataset', { row: 3 }, 'previewDataset has no option row. There is: rows, pythonPath, signal.'],
  ['plan', { memoryBytes: '24GB' }, 'The option memoryBytes of plan is "24GB", expected bytes, 1 or more.'],
  ['plan', 7, 'The options of plan are 7, expected an object.'],
  ['probe', { pythonPath: '' }, 'The option pythonPath of probe is "", expected the path of an interpreter.'],
  ['probe', { onProgress: true }, 'The option onProgress of probe is true, expected a function.'],
  ['autofit', { allow: ['epochs'] }, 'The option allow of autofit is ["epochs"], expected a list of "pairs", '
    + '"optimizer", "quantization", "rank", "length", "adapter".'],
  ['autofit', { probe: 'yes' }, 'The option probe of autofit is "yes", expected true or false.'],
  ['train', { detach: true }, 'train has no option detach. There is: signal, detached, '],
] as const)('%s refuses %o', async (call, options, message) => {
  const asked = (tuner[call] as (of: unknown, options: unknown) => Promise<unknown>)(config, options);
  await expect(asked).rejects.toMatchObject({
    name: 'ConfigurationError', code: 'CONFIG_INVALID', message: expect.stringContaining(message),
  });
});

test.each([
  [7, 'The options of doctor are 7, expected an object.'],
  [{ backend: 3 }, 'The option backend of doctor is 3, expected the name of a back end.'],
  [{ backends: ['fake'] }, 'doctor has no option backends. There is: backend, config, signal.'],
])('doctor refuses %o', async (options, message) => {
  await expect(tuner.doctor(options as never)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message });
});

test('the nearest name is a hint', async () => {
  const asked = tuner.train(config, { detach: true } as never);
  await expect(asked).rejects.toMatchObject({ hint: 'Did you mean detached?', details: { nearest: 'detached' } });
});

test('a plan needs rows, as a training does', async () => {
  await expect(tuner.plan(config)).rejects.toMatchObject({ name: 'DatasetError', code: 'DATASET_NOT_SET' });
});
