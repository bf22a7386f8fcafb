import { RunError } from '../../errors.ts';

const FULL = ['ENOSPC', 'EDQUOT'];
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'];

/** What a failed write to a home means for whoever wanted to train there; other errors come back as they are. */
export function toHomeError(error: unknown, home: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (FULL.includes(code)) {
    return new RunError('DISK_FULL', `The disk of ${home} is full: nothing was recorded.`, {
      hint: 'Free disk space, or choose another home, then train again.',
      details: { home },
      retryable: true,
      cause: error,
    });
  }
  if (!FORBIDDEN.includes(code)) return error;
  return new RunError('HOME_NOT_WRITABLE', `Runs cannot be recorded in ${home}: ${message}`, {
    hint: 'Choose a folder that this user may write to: createTuner({ home }), or TUNER_HOME.',
    details: { home },
    cause: error,
  });
}
