import { describe, expect, test } from 'vitest';
import { createBackendRegistry, createTuner, type ITrainingBackend } from '../../src/index.ts';
import { fakeBackend } from '../../src/testing/index.ts';

describe('createBackendRegistry', () => {
  test('gives back what was registered, in order', () => {
    const fake = fakeBackend();
    const other = { ...contractOf(fakeBackend()), name: 'other' } as ITrainingBackend;
    const registry = createBackendRegistry([fake, other]);
    expect(registry.list()).toEqual(['fake', 'other']);
    expect(registry.get('fake')).toBe(fake);
    expect(registry.has('nope')).toBe(false);
  });
  test('an unknown name says which there are', () => {
    expect(() => createBackendRegistry([fakeBackend()]).get('rtxx')).toThrow(/no back end named "rtxx".*fake/);
  });
  test('an empty registry says that it is empty', () => {
    expect(() => createBackendRegistry().get('rtx')).toThrow(/None is registered/);
  });
  test('a second one of the same name is refused, unless it replaces', () => {
    const registry = createBackendRegistry([fakeBackend()]);
    const second = fakeBackend();
    expect(() => registry.register(second)).toThrow(expect.objectContaining({ code: 'BACKEND_EXISTS' }));
    registry.register(second, { replace: true });
    expect(registry.get('fake')).toBe(second);
  });
  test('what is no back end is refused by naming what is missing', () => {
    const half = { name: 'half', contractVersion: 1, loadConfig() {} } as unknown as ITrainingBackend;
    expect(() => createBackendRegistry([half])).toThrow(/getAvailableMethods, environment, createLaunchSpec/);
  });
  test.each([null, undefined, 'rtx', {}])('refuses %j', (value) => {
    expect(() => createBackendRegistry([value as unknown as ITrainingBackend])).toThrow(expect.objectContaining({ code: 'BACKEND_INVALID' }));
  });
  test('another contract version is refused with both versions', () => {
    const future = { ...contractOf(fakeBackend()), contractVersion: 2 } as unknown as ITrainingBackend;
    expect(() => createBackendRegistry([future])).toThrow(/version 2.*speaks 1/);
  });
  test('two registries know nothing of each other', () => {
    createBackendRegistry([fakeBackend()]);
    expect(createBackendRegistry().list()).toEqual([]);
  });
});

describe('createTuner', () => {
  test('shows the registry that it was given', () => {
    const registry = createBackendRegistry([fakeBackend()]);
    expect(createTuner({ registry }).backends).toBe(registry);
  });
  test('with() adds a back end', async () => {
    const tuner = createTuner().with(fakeBackend());
    expect((await tuner.loadConfig('fake', 'sft')).platform).toBe('fake');
  });
});

/** The members of a back end as plain properties. */
function contractOf(backend: ITrainingBackend): ITrainingBackend {
  return {
    name: backend.name,
    contractVersion: backend.contractVersion,
    getAvailableMethods: () => backend.getAvailableMethods(),
    loadConfig: (method, overrides) => backend.loadConfig(method, overrides),
    environment: (config) => backend.environment(config),
    createLaunchSpec: (config) => backend.createLaunchSpec(config),
    validateEnvironment: (options) => backend.validateEnvironment(options),
    execute: (config) => backend.execute(config),
  };
}
