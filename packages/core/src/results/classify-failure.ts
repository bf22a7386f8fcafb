import { constants } from 'node:os';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { ResultRecord } from '../contract/records.ts';
import { errorFromJson, RunError, type TunerError } from '../errors.ts';

/** What the end of a log says, most telling first. */
const SIGNS: readonly { readonly pattern: RegExp; readonly code: ErrorCode; readonly hint: string }[] = [
  {
    pattern: /(?:ModuleNotFoundError|ImportError): .*/,
    code: 'PACKAGE_MISSING',
    hint: 'Build the managed environment with tuner.ensureEnvironment(), or install the package into your own Python.',
  },
  {
    pattern: /.*(?:OutOfMemoryError|out of memory|can't allocate memory|MemoryError).*/i,
    code: 'OUT_OF_MEMORY',
    hint: 'Use a smaller batch size, shorter rows (max_seq_length), or a smaller model.',
  },
  { pattern: /.*(?:No space left on device|ENOSPC|Disk quota exceeded).*/, code: 'DISK_FULL', hint: 'Free disk space, then train again.' },
];

/** Why a failed attempt failed: the trainer's own words, else its exit and the end of its log. */
export function classifyFailure(result: ResultRecord, log: readonly string[]): TunerError {
  const evidence = { exitCode: result.code, signal: result.signal, log: log.slice(-20) };
  const told = result.ack?.error ?? result.error;
  if (told) {
    const { details, ...error } = told;
    return errorFromJson({ ...error, details: { ...details, ...evidence } as typeof details });
  }
  const signal = signalOf(result);
  if (signal) return bySignal(signal, evidence);
  const text = log.join('\n');
  for (const { pattern, code, hint } of SIGNS) {
    const match = pattern.exec(text)?.[0].trim();
    if (match) return new RunError(code, `The trainer failed: ${match}`, { hint, details: evidence });
  }
  return unknown(result, log, evidence);
}

/** 137 and its like come from wrappers (a shell, a container) that turn a signal into an exit code. */
function signalOf({ signal, code }: ResultRecord): string | undefined {
  if (signal) return signal;
  if (code === null || code <= 128) return undefined;
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
}

function bySignal(signal: string, details: { exitCode: number | null; signal: string | null; log: string[] }): RunError {
  if (signal === 'SIGKILL' || signal === 'SIGTERM') {
    return new RunError('KILLED', `The trainer was killed by ${signal} from outside.`, {
      hint: 'Often the system ran out of memory: look at its log, or use a smaller batch size or model.',
      details,
    });
  }
  return new RunError('CRASHED', `The trainer crashed with ${signal}.`, {
    hint: 'A native library failed: see the log; mismatched package versions or a driver are the usual cause.',
    details,
  });
}

function unknown(result: ResultRecord, log: readonly string[], details: RunError['details']): RunError {
  const cause = log.findLast((line) => /^\w[\w.]*(?:Error|Exception|Exit|Interrupt)\b/.test(line)) ?? log.at(-1);
  const end = cause ? `: ${cause}` : ' and wrote nothing to its log.';
  return new RunError('TRAINER_FAILED', `The trainer ended with exit code ${String(result.code)}${end}`, {
    hint: 'The whole output is in the run\'s logs().',
    details,
  });
}
