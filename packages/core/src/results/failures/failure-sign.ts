import type { ErrorCode } from '../../contract/error-codes.ts';

/** What a line of an exception or a log says about why a training failed. */
export interface FailureSign {
  /** Regular expressions, one of which must fit without regard to case, in what JavaScript and Python share. */
  readonly patterns: readonly string[];
  readonly code: ErrorCode;
  /** What to do about it. */
  readonly hint: string;
  /** Whose memory it was. */
  readonly device?: 'cuda' | 'metal' | 'host';
  /** Whether the same training may succeed later without a change. */
  readonly retryable?: true;
}
