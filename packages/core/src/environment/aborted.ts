import { EnvironmentError } from '../errors.ts';

/** Throws `ABORTED` when `signal` was aborted. */
export function throwIfAborted(signal?: AbortSignal): void {
  if (!signal?.aborted) return;
  throw new EnvironmentError('ABORTED', 'The environment was not prepared: the caller aborted it.', {
    cause: signal.reason, retryable: true, hint: 'Call again; what was downloaded is kept by pip.',
  });
}
