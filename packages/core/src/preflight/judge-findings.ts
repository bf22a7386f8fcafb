import type { ErrorCode } from '../contract/error-codes.ts';
import type { JsonObject } from '../contract/json.ts';
import { ConfigurationError, DatasetError, EnvironmentError, RunError, type TunerErrorOptions } from '../errors.ts';
import type { RunNews } from '../runs/start/run-news.ts';
import type { PreflightMode } from '../runs/start/train-options.ts';
import type { PreflightFinding } from './finding.ts';

/**
 * What is told, when the training goes on; `warn` lets it, unless it cannot succeed.
 * @throws TunerError the first of what cannot be, its `details.problems` the others
 */
export function judgeFindings(
  findings: readonly PreflightFinding[], mode: Exclude<PreflightMode, 'off'>,
): RunNews[] {
  const stops = ({ weight }: PreflightFinding) => weight === 'certain' || (weight === 'likely' && mode === 'enforce');
  // What is certain first: with it, the rest may be a consequence.
  const isCertain = ({ weight }: PreflightFinding) => Number(weight === 'certain');
  const fatal = findings.filter(stops).toSorted((a, b) => isCertain(b) - isCertain(a));
  if (fatal.length > 0) throw errorOf(fatal);
  return findings.map(({ topic, message, fix, details = {}, suggestions }) => ({
    code: `preflight_${topic.toLowerCase()}`, message: `${message} ${fix}`,
    details: { ...details, fix, ...(suggestions ? { suggestions: suggestions as unknown as JsonObject[] } : {}) },
  }));
}

function errorOf(fatal: readonly PreflightFinding[]): Error {
  const [first, ...others] = fatal as [PreflightFinding, ...PreflightFinding[]];
  const more = others.map(({ message, fix }) => `\n  ${message} ${fix}`).join('');
  const count = others.length > 0 ? ` (and ${others.length} more)` : '';
  const escape = first.weight === 'certain' ? '' : ' To train all the same: train(config, { preflight: \'warn\' }).';
  const problems = fatal.map((one) => {
    const { topic, code, message, fix, details } = one;
    return { topic, code, message, fix, ...details };
  });
  return create(first.code, `${first.message}${count}${more}`, {
    hint: `${first.fix}${escape}`,
    details: { topic: first.topic, ...first.details, problems },
    suggestions: fatal.flatMap(({ suggestions = [] }) => suggestions),
  });
}

function create(code: ErrorCode, message: string, options: TunerErrorOptions): Error {
  if (code.startsWith('DATASET')) return new DatasetError(code, message, options);
  if (code.startsWith('MODEL') || code.startsWith('CONFIG')) return new ConfigurationError(code, message, options);
  if (code.startsWith('PYTHON') || code.startsWith('ENVIRONMENT')) return new EnvironmentError(code, message, options);
  return new RunError(code, message, options);
}
