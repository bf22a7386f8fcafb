import type { LaunchDocument } from '../../contract/launch.ts';
import { ConfigurationError } from '../../errors.ts';
import { locksFolder } from '../home.ts';
import type { AttemptOptions } from './train-options.ts';

/** What the options of an attempt become in its launch document. */
export type AttemptSettings = Pick<LaunchDocument, 'attached' | 'devices' | 'locks' | 'queue' | 'stallMs' | 'onStall'>;

/** How long a trainer may be silent, in milliseconds: downloading and compiling take minutes. */
const STALL_MS = 600_000;
const DEVICE = /^(?!\.{1,2}$)[\w.:-]{1,128}$/;

/**
 * Checks the options of an attempt and fills in their defaults; `devices` are those of the back end.
 * @throws ConfigurationError `CONFIG_INVALID`
 */
export function attemptSettings(options: AttemptOptions, devices: readonly string[]): AttemptSettings {
  const { detached = false, queue = true, stallMs = STALL_MS, onStall = 'event' } = options;
  const named = options.devices ?? devices;
  if (!Array.isArray(named) || !named.every((name) => typeof name === 'string' && DEVICE.test(name))) {
    throw invalid('devices', named, 'names of 1 to 128 letters, digits and "_.:-"');
  }
  if (typeof stallMs !== 'number' || !(stallMs >= 0 && stallMs < Infinity)) throw invalid('stallMs', stallMs, 'milliseconds, 0 or more');
  if (onStall !== 'event' && onStall !== 'stop') throw invalid('onStall', onStall, '"event" or "stop"');
  return {
    attached: !detached,
    // Sorted, so that two attempts that need the same two can never wait for each other.
    devices: [...new Set(named as readonly string[])].sort(),
    locks: named.length > 0 ? locksFolder() : null,
    queue, stallMs, onStall,
  };
}

function invalid(option: string, found: unknown, expected: string): ConfigurationError {
  const message = `The option ${option} is ${JSON.stringify(found) ?? String(found)}; expected: ${expected}.`;
  return new ConfigurationError('CONFIG_INVALID', message, { details: { option, expected } });
}
