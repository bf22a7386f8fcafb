import type { LaunchDocument } from '../../contract/launch.ts';
import { checkOptions } from '../../options/check-options.ts';
import { locksFolder } from '../home.ts';
import { ATTEMPT_OPTIONS } from './option-rules.ts';
import type { AttemptOptions } from './train-options.ts';

/** What the options of an attempt become in its launch document. */
export type AttemptSettings = Pick<LaunchDocument, 'attached' | 'devices' | 'locks' | 'queue' | 'stallMs' | 'onStall'>;

/** How long a trainer may be silent, in milliseconds: downloading and compiling take minutes. */
const STALL_MS = 600_000;

/**
 * Fills in the defaults of the options of an attempt, which were checked; `devices` are those of the back end.
 * @throws ConfigurationError `CONFIG_INVALID` when the back end names devices that have no names
 */
export function attemptSettings(options: AttemptOptions, devices: readonly string[]): AttemptSettings {
  const { detached = false, queue = true, stallMs = STALL_MS, onStall = 'event' } = options;
  const named = options.devices ?? devices;
  checkOptions('train', ATTEMPT_OPTIONS, { devices: named });
  return {
    attached: !detached,
    // Sorted, so that two attempts that need the same two can never wait for each other.
    devices: [...new Set(named)].sort(),
    locks: named.length > 0 ? locksFolder() : null,
    queue, stallMs, onStall,
  };
}
