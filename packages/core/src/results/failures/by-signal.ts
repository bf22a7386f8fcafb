import { constants } from 'node:os';
import type { ErrorCode } from '../../contract/error-codes.ts';
import type { ResultRecord } from '../../contract/records.ts';

/** What a signal says about an end that nobody asked for. */
export interface SignalMeaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly retryable?: true;
}

const FROM_OUTSIDE: Pick<SignalMeaning, 'code' | 'hint'> = {
  code: 'KILLED',
  hint: 'Often the system ran out of memory: look at its log, or use a smaller batch size or model.',
};
const LIBRARY = 'A native library failed: see the log; mismatched package versions or a driver are the usual cause.';

/** The signal that ended an attempt; 137 and its like come from wrappers that turn one into an exit code. */
export function signalOf({ signal, code }: Pick<ResultRecord, 'signal' | 'code'>): string | undefined {
  if (signal) return signal;
  if (code === null || code <= 128) return undefined;
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
}

/** What the signal means when the log says nothing more telling. */
export function meaningOf(signal: string): SignalMeaning {
  switch (signal) {
    case 'SIGKILL':
    case 'SIGTERM': return { ...FROM_OUTSIDE, message: `The trainer was killed by ${signal} from outside.` };
    case 'SIGINT': return {
      code: 'INTERRUPTED', message: 'The trainer was interrupted (Ctrl+C).', hint: 'Resume the run to go on.',
      retryable: true,
    };
    case 'SIGSEGV': return {
      code: 'CRASHED', message: 'The trainer crashed with SIGSEGV: a segmentation fault.', hint: LIBRARY,
    };
    case 'SIGILL': return {
      code: 'CRASHED', message: 'The trainer crashed with SIGILL: an instruction that this processor does not have.',
      hint: 'A package was built for newer processors: use the managed environment, or older versions.',
    };
    default: return { code: 'CRASHED', message: `The trainer crashed with ${signal}.`, hint: LIBRARY };
  }
}
