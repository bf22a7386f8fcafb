import type { FailureSign } from './failure-sign.ts';
import { INPUTS } from './signs/inputs.ts';
import { MEMORY_AND_DISK } from './signs/memory-and-disk.ts';
import { PLATFORM } from './signs/platform.ts';

/**
 * The signs of failures, most telling first: the first that fits decides. Python's trainers read them from the file
 * that `npm run protocol` writes; `protocol/corpus/failures.json` holds both sides to the same answers.
 */
export const FAILURE_SIGNS: readonly FailureSign[] = [...MEMORY_AND_DISK, ...PLATFORM, ...INPUTS];
