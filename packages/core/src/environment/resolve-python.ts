import type { EnvironmentSpec } from '../contract/environment.ts';
import { EnvironmentError } from '../errors.ts';
import { environmentPython, readyEnvironment } from './environment-paths.ts';
import { withLastGood } from './with-last-good.ts';

/**
 * The interpreter to run with: the one given, `TUNER_PYTHON`, or that of the managed environment.
 * @throws EnvironmentError `ENVIRONMENT_NOT_READY` when there is none of them
 */
export async function resolvePython(home: string, spec: EnvironmentSpec, pythonPath?: string): Promise<string> {
  const given = pythonPath ?? (process.env['TUNER_PYTHON'] || undefined);
  if (given !== undefined) return given;
  const folder = readyEnvironment(home, spec);
  if (folder !== undefined) return environmentPython(folder);
  throw withLastGood(home, spec, new EnvironmentError('ENVIRONMENT_NOT_READY', notReadyMessage(spec), {
    hint: notReadyFix(spec),
    details: { environment: spec.name },
  }));
}

/** What is wrong when an environment was never built. */
export function notReadyMessage({ name }: EnvironmentSpec): string {
  return `The Python environment "${name}" has not been built yet.`;
}

/** What to do about it. */
export function notReadyFix({ name }: EnvironmentSpec): string {
  return `Run: await tuner.ensureEnvironment('${name.split('-')[0] ?? name}'), or pass pythonPath.`;
}
