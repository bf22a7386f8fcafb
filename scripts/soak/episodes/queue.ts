import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkEvents } from '../checks/check-events.ts';
import { checkOutcome } from '../checks/check-outcome.ts';
import { HostDied } from '../host/host-process.ts';
import type { Lane, Target } from '../lane.ts';
import type { Attempt } from './attempt.ts';
import { openAndJudge } from './open-run.ts';

const LENGTH = 4;
const STRIKES = 3;
const TARGETS: readonly (readonly Target[])[] = [
  ['supervisor'], ['trainer'], ['host'], ['supervisor', 'trainer'], ['host', 'supervisor'],
];
const QUEUED = { held: false, openAtOnce: true };

/** Several runs on one device, called one after the other in two homes; some are killed or cancelled as they wait. */
export async function queueOfRuns(lanes: readonly [Lane, Lane]): Promise<void> {
  const [{ random, counts, place }] = lanes;
  counts.done.queues += 1;
  const device = `device-${lanes[0].name}-${counts.done.queues}`;
  const proof = join(place.folder, `${device}.proof`);
  const calls: Call[] = [];
  for (let index = 0; index < LENGTH; index += 1) {
    const lane = lanes[index % 2]!;
    const call = await begin(lane, device, proof);
    if (call) calls.push(call);
    if (index > 0 && lane.mayKill && random.next() < STRIKES / LENGTH) await strike(random.pick(calls));
  }
  // All at once: a run that waits is concluded when those before it are.
  await Promise.all(calls.map((call) => judge(call)));
  checkOrder(lanes[0], calls, existsSync(proof) ? readFileSync(proof, 'utf8') : '');
}

interface Call extends Attempt {
  readonly lane: Lane;
}

/** Calls `train` and waits until it has taken its place; `undefined` when its host was killed meanwhile. */
async function begin(lane: Lane, device: string, proof: string): Promise<Call | undefined> {
  const runId = lane.newRunId();
  const detached = lane.random.next() < 0.6;
  const command = lane.train(runId, { steps: 15, proof }, { detached, devices: [device] });
  const call: Call = {
    lane, runId, directory: lane.directoryOf(runId), attempt: 1, hold: '', plan: { ...QUEUED, detached },
    killed: new Set(), told: [],
  };
  try {
    const { error } = await (await lane.host()).call(command);
    if (error) lane.counts.fault('errors', runId, `train: ${error.code} ${error.message}`);
  } catch (error) {
    if (!(error instanceof HostDied)) throw error;
  }
  return existsSync(call.directory) ? call : undefined;
}

async function strike({ lane, runId, killed, told }: Call): Promise<void> {
  await sleep(lane.random.below(300));
  if (lane.random.next() < 0.2) {
    const { status } = await (await lane.host()).call({ do: 'cancel', runId });
    if (status) told.push(status);
    return;
  }
  for (const target of await lane.kill(runId, lane.random.pick(TARGETS))) killed.add(target);
}

async function judge(call: Call): Promise<void> {
  const { lane, directory, killed } = call;
  await openAndJudge(lane, call);
  lane.counts.done.attempts += 1;
  checkOutcome(lane.counts, call);
  await checkEvents(lane.counts, directory, 1, killed.size);
}

/** Those that trained began in the order of the calls, and never two at once. */
function checkOrder(lane: Lane, calls: readonly Call[], proof: string): void {
  const lines = proof.split('\n').filter(Boolean).map((line) => line.split(' '));
  for (const [word, runId] of lines) {
    if (word === 'overlaps') lane.counts.fault('disorder', String(runId), 'trained while another did');
  }
  const order = lines.map(([, runId]) => calls.findIndex((call) => call.runId === runId));
  const isSorted = order.every((place, index) => index === 0 || place > order[index - 1]!);
  if (!isSorted) lane.counts.fault('disorder', lane.name, `trained in the order ${order.join()}`);
}
