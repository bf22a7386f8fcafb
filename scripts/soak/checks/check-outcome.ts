import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AckRecord, ResultRecord, RunStatus } from '@tuner/core';
import type { Counts } from '../counts.ts';
import type { Target } from '../lane.ts';

/** What is known of one attempt besides its own files. */
export interface Life {
  readonly runId: string;
  readonly directory: string;
  readonly attempt: number;
  /** Who was killed in it. */
  readonly killed: ReadonlySet<Target>;
  /** Every final status that anybody was told. */
  readonly told: readonly RunStatus[];
}

/** Judges an attempt that has ended by what its trainer said last, what was asked, and who was killed. */
export function checkOutcome(counts: Counts, life: Life): void {
  const { runId, attempt, told } = life;
  const where = `${runId}.${attempt}`;
  const result = read<ResultRecord>(life, 'result.json');
  if (!result) return counts.fault('lost', where, `no result; told ${told.join()}`);
  const other = told.find((status) => status !== result.status);
  if (other) counts.fault('invented', where, `told ${other}, recorded ${result.status}`);
  const ack = read<AckRecord>(life, 'ack.json');
  const allowed = ack ? [ofAck(life, ack)] : withoutAck(life);
  if (allowed.includes(result.status)) return;
  const fault = ack || allowed.length === 0 ? 'lost' : 'invented';
  const expected = allowed.join(' or ') || 'what its trainer would have said';
  counts.fault(fault, where, `${result.status} instead of ${expected}`);
}

/** The trainer's last word decides. */
function ofAck(life: Life, { outcome }: AckRecord): RunStatus {
  if (outcome === 'finished') return 'succeeded';
  if (outcome === 'failed') return 'failed';
  return has(life, 'cancel.json') ? 'cancelled' : 'stopped';
}

/** Only a kill, or a start that never came to pass, can be the reason that there is none. */
function withoutAck(life: Life): RunStatus[] {
  const { killed } = life;
  const asked: RunStatus[] = [];
  if (has(life, 'stop.json')) asked.push('stopped');
  if (has(life, 'cancel.json')) asked.push('cancelled');
  // A model that is complete was trained to its end, whoever was killed behind it.
  if (existsSync(join(life.directory, 'model'))) asked.push('succeeded');
  const wasStarted = has(life, 'process.json');
  if (!wasStarted) return ['failed', 'lost', ...asked];
  if (killed.has('supervisor')) return ['lost', 'failed', ...asked];
  return killed.has('trainer') ? ['failed', ...asked] : asked;
}

function has({ directory, attempt }: Life, file: string): boolean {
  return existsSync(join(directory, 'attempts', String(attempt), file));
}

function read<T>({ directory, attempt }: Life, file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'attempts', String(attempt), file), 'utf8')) as T;
  } catch {
    return undefined;
  }
}
