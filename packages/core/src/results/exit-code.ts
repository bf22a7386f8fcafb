import { constants } from 'node:os';
import { exitRecordSchema } from '../contract/records.ts';
import { attemptPaths } from '../runs/run-paths.ts';
import { readRecord } from '../runs/read-record.ts';

/** The exit code of an attempt's trainer as a shell would give it: 128 + n for signal n; 1 when nobody saw it end. */
export async function exitCodeOf(directory: string, attempt: number): Promise<number> {
  const exit = await readRecord(attemptPaths(directory, attempt).exit, exitRecordSchema);
  if (exit?.code != null) return exit.code;
  const signal = exit?.signal as keyof typeof constants.signals | null | undefined;
  return signal ? 128 + (constants.signals[signal] ?? 0) : 1;
}
