import { BACKEND_CONTRACT_VERSION, type ITrainingBackend } from '../contract/backend.ts';
import { BackendError } from '../errors.ts';

/** The back ends that a program composed, by name. An object, never module state. */
export interface BackendRegistry {
  /**
   * Adds a back end.
   * @throws BackendError `BACKEND_INVALID` naming what is missing, `BACKEND_CONTRACT_VERSION`, or `BACKEND_EXISTS`
   * unless `replace` is set.
   */
  register(backend: ITrainingBackend, options?: { readonly replace?: boolean }): void;
  /** @throws BackendError `BACKEND_UNKNOWN`, saying which there are. */
  get(name: string): ITrainingBackend;
  /** Whether a back end of that name is registered. */
  has(name: string): boolean;
  /** The names, in the order of registration. */
  list(): readonly string[];
}

const MEMBERS = [
  'getAvailableMethods', 'loadConfig', 'environment', 'createLaunchSpec', 'validateEnvironment', 'execute',
] as const;

/** Makes a registry with the given back ends. */
export function createBackendRegistry(backends: readonly ITrainingBackend[] = []): BackendRegistry {
  const byName = new Map<string, ITrainingBackend>();
  const registry: BackendRegistry = {
    register(backend, options = {}) {
      assertShape(backend);
      if (byName.has(backend.name) && !options.replace) throw exists(backend.name);
      byName.set(backend.name, backend);
    },
    get(name) {
      const backend = byName.get(name);
      if (!backend) throw unknown(name, [...byName.keys()]);
      return backend;
    },
    has: (name) => byName.has(name),
    list: () => [...byName.keys()],
  };
  for (const backend of backends) registry.register(backend);
  return registry;
}

function assertShape(backend: ITrainingBackend): void {
  const found = backend as unknown as Partial<Record<string, unknown>> | null | undefined;
  const missing: string[] = MEMBERS.filter((member) => typeof found?.[member] !== 'function');
  if (typeof found?.['name'] !== 'string' || found['name'] === '') missing.unshift('name');
  if (missing.length > 0) {
    throw new BackendError('BACKEND_INVALID', `This is not a training back end: it has no ${missing.join(', ')}.`, {
      hint: 'Extend TrainingBackend, or make one with defineBackend().',
      details: { missing },
    });
  }
  if (backend.contractVersion !== BACKEND_CONTRACT_VERSION) throw otherVersion(backend);
}

function otherVersion({ name, contractVersion }: ITrainingBackend): BackendError {
  const message = `Back end "${name}" speaks contract version ${String(contractVersion)}; this @tuner/core speaks `
    + `${BACKEND_CONTRACT_VERSION}.`;
  return new BackendError('BACKEND_CONTRACT_VERSION', message, {
    hint: 'Install versions of @tuner/core and of the back end that belong together.',
    details: { name, contractVersion: contractVersion ?? null, expected: BACKEND_CONTRACT_VERSION },
  });
}

function exists(name: string): BackendError {
  return new BackendError('BACKEND_EXISTS', `A back end named "${name}" is registered already.`, {
    hint: 'Pass { replace: true } to put this one in its place.',
    details: { name },
  });
}

function unknown(name: string, known: readonly string[]): BackendError {
  const there = known.length > 0 ? `There is: ${known.join(', ')}.` : 'None is registered.';
  return new BackendError('BACKEND_UNKNOWN', `There is no back end named "${name}". ${there}`, {
    hint: 'Pass it to createTuner({ backends: [...] }) or register it.',
    details: { name, known: [...known] },
  });
}
