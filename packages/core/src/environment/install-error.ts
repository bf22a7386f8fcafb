import { EnvironmentError, isTunerError } from '../errors.ts';

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
