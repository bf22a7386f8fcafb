import type { EnsureEnvironmentOptions } from '../contract/executor.ts';
import { badOption } from './install/bad-option.ts';

/** The kind of each option; those that say where packages come from are looked at closely elsewhere. */
const KINDS: Readonly<Record<keyof EnsureEnvironmentOptions, string | undefined>> = {
  onProgress: 'function', signal: 'object', pythonPath: 'string', rebuild: 'boolean', uv: 'boolean',
  proxy: undefined, wheels: undefined, index: undefined, extraIndex: undefined,
};

/** Checks the options of `ensureEnvironment` for callers without types. @throws ConfigurationError `CONFIG_INVALID` */
export function checkOptions(options: EnsureEnvironmentOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(KINDS, name)) throw badOption(name, value, `one of ${Object.keys(KINDS).join(', ')}`);
    const kind = KINDS[name as keyof EnsureEnvironmentOptions];
    if (value !== undefined && kind !== undefined && typeof value !== kind) throw badOption(name, value, `a ${kind}`);
  }
}
