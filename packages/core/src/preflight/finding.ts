import type { DatasetIssueCode } from '../contract/dataset-issues.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { JsonObject } from '../contract/json.ts';
import type { Suggestion } from '../contract/suggestion.ts';

/** What a preflight can find, besides the issues of rows; as a warning its event has the code `preflight_<topic>`. */
export type PreflightTopic =
  | DatasetIssueCode | 'MOSTLY_UNUSABLE' | 'SAME_FILE' | 'MODEL' | 'MODEL_OFFLINE' | 'CHAT_TEMPLATE'
  | 'STARTING_POINT' | 'OTHER_BASE' | 'HOME' | 'PYTHON' | 'DISK' | 'MEMORY' | 'WARMUP' | 'NEVER_EVALUATED' 
  | 'LEARNING_RATE' | 'METRIC';

/** One thing that stands against a training, found before anything is recorded. */
export interface PreflightFinding {
  /** `certain`: it cannot succeed. `likely`: it would be wasted. `doubt`: it goes on, and should be looked at. */
  readonly weight: 'certain' | 'likely' | 'doubt';
  readonly topic: PreflightTopic;
  /** The code of the error that it is, unless it is only a doubt. */
  readonly code: ErrorCode;
  /** The cause and its place, in a sentence. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
  readonly details?: JsonObject;
  readonly suggestions?: readonly Suggestion[];
}
