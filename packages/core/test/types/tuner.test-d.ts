import { createTuner, type TrainingConfig } from '../../src/index.ts';
import { fakeBackend, type FakeSettings } from '../../src/testing/index.ts';

// Checked by the compiler alone: each @ts-expect-error must be an error.
export async function typesOfATuner(): Promise<void> {
  const tuner = createTuner({ backends: [fakeBackend()] });
  const config: TrainingConfig<FakeSettings> = await tuner.loadConfig('fake', 'sft');
  const epochs: number = config.settings.epochs;
  // @ts-expect-error: there is no such back end
  await tuner.loadConfig('rtx', 'sft');
  // @ts-expect-error: the fake back end has no KTO
  await tuner.loadConfig('fake', 'kto');
  // @ts-expect-error: settings are typed
  await tuner.loadConfig('fake', 'sft', { settings: { epochs: 'three' } });
  // @ts-expect-error: there is no such setting
  String(config.settings.nope);
  // @ts-expect-error: configurations are read-only
  config.epochs = epochs;
  // Without known back ends, any name goes, and settings are JSON.
  const untyped = createTuner();
  await untyped.loadConfig('anything', 'at-all');
}
