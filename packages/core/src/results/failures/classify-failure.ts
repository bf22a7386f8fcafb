import type { TrainingConfig } from '../../contract/config.ts';
import type { ErrorJson } from '../../contract/error-json.ts';
import type { JsonObject } from '../../contract/json.ts';
import type { ResultRecord } from '../../contract/records.ts';
import { errorFromJson, RunError, type TunerError } from '../../errors.ts';
import { meaningOf, signalOf } from './by-signal.ts';
import type { FailureSign } from './failure-sign.ts';
import { FAILURE_SIGNS } from './failure-signs.ts';
import { evidenceDetails, type LogEvidence } from './log-evidence.ts';
import { suggestFixes } from './suggest-fixes.ts';

/** Why a failed attempt failed: the trainer's own words, else its log, its signal, its exit code. */
export function classifyFailure(result: ResultRecord, log: LogEvidence, config?: TrainingConfig): TunerError {
  const error = find(result, log);
  const suggestions = config ? suggestFixes(error.code, config) : [];
  if (suggestions.length === 0) return error;
  return errorFromJson({ ...error.toJSON(), suggestions: suggestions as ErrorJson['suggestions'] });
}

function find(result: ResultRecord, log: LogEvidence): TunerError {
  const exit = { exitCode: result.code, signal: result.signal };
  const told = result.ack?.error ?? result.error;
  if (told) {
    const details = { ...told.details, ...exit, evidence: evidenceDetails(log) } as typeof told.details;
    return errorFromJson({ ...told, details });
  }
  const signal = signalOf(result);
  const found = findInLog(log);
  // A library that aborts says why in the log; what SIGKILL or SIGINT cut off did not fail by itself.
  const isCut = signal === 'SIGKILL' || signal === 'SIGTERM' || signal === 'SIGINT';
  if (found && !isCut) return ofSign(found, { ...exit, evidence: evidenceDetails(log, found.at) });
  const details = { ...exit, evidence: evidenceDetails(log) };
  if (signal === undefined) return unknown(result, log, details);
  const { code, message, ...rest } = meaningOf(signal);
  return new RunError(code, message, { ...rest, details });
}

interface Found {
  readonly sign: FailureSign;
  readonly at: number;
  readonly line: string;
}

/** The most telling sign in a log, in its last line that has it. */
function findInLog({ lines }: LogEvidence): Found | undefined {
  for (const sign of FAILURE_SIGNS) {
    const pattern = new RegExp(sign.patterns.join('|'), 'i');
    const at = lines.findLastIndex((line) => pattern.test(line));
    if (at >= 0) return { sign, at, line: lines[at]?.trim() ?? '' };
  }
  return undefined;
}

function ofSign({ sign, line }: Found, details: JsonObject): RunError {
  const { code, hint, device, retryable = false } = sign;
  return new RunError(code, `The trainer failed: ${line}`, {
    hint, retryable, details: { ...details, ...(device ? { device } : {}) },
  });
}

function unknown(result: ResultRecord, { lines }: LogEvidence, details: JsonObject): RunError {
  const cause = lines.findLast((line) => /^\w[\w.]*(?:Error|Exception|Exit|Interrupt)\b/.test(line))
    ?? lines.findLast((line) => line.trim() !== '');
  const end = cause ? `: ${cause}` : ' and wrote nothing to its log.';
  return new RunError('TRAINER_FAILED', `The trainer ended with exit code ${String(result.code)}${end}`, {
    hint: 'The whole output is in the run\'s logs().',
    details,
  });
}
