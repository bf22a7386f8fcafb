import type { ErrorCode } from '../../contract/error-codes.ts';

/** What the output of pip, uv or venv says about why an installation failed. */
export interface InstallSign {
  /** Regular expressions, one of which must fit a line without regard to case. */
  readonly patterns: readonly string[];
  readonly code: ErrorCode;
  /** What went wrong, in one sentence. */
  readonly message: string;
  /** What to do about it, best first. */
  readonly fixes: readonly string[];
  /** Whether the same call may succeed later without a change. */
  readonly retryable?: true;
}
