import type { LaunchDocument } from '../../contract/launch.ts';
import { ackRecordSchema } from '../../contract/records.ts';
import { readRecord } from '../read-record.ts';
import { readTail } from '../read-tail.ts';
import { attemptPaths, runPaths } from '../run-paths.ts';

/** A trainer tells its step about ten times a second: the end of the events has it. */
const TAIL_BYTES = 1024 * 1024;

/** The step that an attempt had come to, as far as it told; 0 when it told nothing. */
export async function lastStep(directory: string, { attempt, resume }: LaunchDocument): Promise<number> {
  const ack = await readRecord(attemptPaths(directory, attempt).ack, ackRecordSchema).catch(() => undefined);
  const told = (await readTail(runPaths(directory).events, TAIL_BYTES)).split('\n').map((line) => stepOf(line, attempt));
  return Math.max(ack?.step ?? 0, resume?.from?.step ?? 0, ...told);
}

function stepOf(line: string, attempt: number): number {
  try {
    const event = JSON.parse(line) as { attempt?: unknown; step?: unknown };
    return event.attempt === attempt && Number.isSafeInteger(event.step) ? Number(event.step) : 0;
  } catch {
    return 0;
  }
}
