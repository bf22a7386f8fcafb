import { EnvironmentError, isTunerError } from '../../errors.ts';
import { evidenceDetails } from '../../results/failures/log-evidence.ts';
import type { InstallSign } from './install-sign.ts';
import { INSTALL_SIGNS } from './install-signs.ts';
import { hideSecrets } from './hide-secrets.ts';

/** A command of an installation that failed: what it printed, and how it ended. */
export interface FailedCommand {
  /** `pip`, `uv` or `venv`. */
  readonly tool: string;
  readonly output: string;
  /** Such as `SIGKILL`, when a signal ended it. */
  readonly signal?: string | undefined;
}

const KILLED: Omit<InstallSign, 'patterns'> = {
  code: 'KILLED',
  message: 'The installation was killed from outside.',
  fixes: ['Try again.', 'Often the system ran out of memory: look at its log, and end other programs.'],
  retryable: true,
};

/** The error behind a failed command, with the lines that say so; nothing secret is in it. */
export function installError({ tool, output, signal }: FailedCommand): EnvironmentError {
  const lines = hideSecrets(output).replace(/\r?\n$/, '').split(/\r?\n/);
  const found = signal === undefined ? telling(lines) : undefined;
  const details = { evidence: evidenceDetails({ first: 1, lines }, found?.at, `the output of ${tool}`) };
  if (signal === undefined && !found) {
    const isError = (line: string) => /^\s*(error|fatal)/i.test(line);
    const last = lines.findLast(isError) ?? lines.findLast((line) => line.trim() !== '') ?? 'it printed nothing';
    const message = `${tool} could not install the packages: ${last.trim()}`;
    const hint = `The end of what ${tool} printed is in details.evidence.`;
    return new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', message, { hint, details });
  }
  const { code, message, fixes, retryable = false } = found?.sign ?? KILLED;
  const line = found && lines[found.at]?.trim().slice(0, 300);
  const how = line === undefined ? `${tool} was ended by ${String(signal)}.` : `${tool}: ${line}`;
  return new EnvironmentError(code, `${message} ${how}`, {
    hint: fixes.join(' '), retryable, details: { ...details, fixes: [...fixes] },
  });
}

/** The most telling sign in the output, in its last line that has it. */
function telling(lines: readonly string[]): { readonly sign: InstallSign; readonly at: number } | undefined {
  for (const sign of INSTALL_SIGNS) {
    const pattern = new RegExp(sign.patterns.join('|'), 'i');
    const at = lines.findLastIndex((line) => pattern.test(line));
    if (at >= 0) return { sign, at };
  }
  return undefined;
}

/** An error of the file system while an environment is built, as the error that a caller can act on. */
export function asInstallError(error: unknown, folder: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (isTunerError(error) || code === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EnvironmentError('DISK_FULL', `The disk is full: ${folder} could not be written.`, {
      hint: 'Free some gigabytes, then try again; or set TUNER_HOME to a folder on another disk.',
      cause: error, retryable: true,
    });
  }
  return new EnvironmentError('ENVIRONMENT_INSTALL_FAILED', `The environment could not be written: ${message}`, {
    hint: 'Set TUNER_HOME to a folder that you may write to.', cause: error, details: { folder },
  });
}
