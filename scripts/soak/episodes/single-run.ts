import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkEvents } from '../checks/check-events.ts';
import { checkOutcome } from '../checks/check-outcome.ts';
import { weightsOf } from '../checks/expected-weights.ts';
import type { Answer, Command } from '../host/commands.ts';
import { HostDied } from '../host/host-process.ts';
import type { Lane } from '../lane.ts';
import { MOMENTS, untilMoment } from '../moments.ts';
import { nameOf, type Attempt } from './attempt.ts';
import { openAndJudge } from './open-run.ts';
import { drawPlan } from './plan.ts';
import { expectNobody, untilQuiet } from './quiet.ts';

/** How many attempts something may happen to before the run is left to end. */
const LIVES = 4;
const MOMENT_MS = 2500;

/** Starts a run, kills and asks at random, opens it again, resumes it until it has succeeded, and judges all of it. */
export async function singleRun(lane: Lane, expected: string): Promise<void> {
  const { random, counts } = lane;
  const runId = lane.newRunId();
  const directory = lane.directoryOf(runId);
  const hold = join(lane.home, `hold-${runId}`);
  const child = random.pick([...Array<string>(10).fill('none'), 'worker', 'escapee']);
  let command: Command = lane.train(runId, { child, hold }, {});
  let kills = 0;
  for (let attempt = 1; ; ) {
    const plan = drawPlan(random, lane.mayKill, attempt > LIVES);
    const one: Attempt = { runId, directory, attempt, plan, hold, killed: new Set(), told: [] };
    const options = { detached: plan.detached, pythonPath: lane.place.python };
    await live(lane, one, { ...command, options } as Command);
    const status = await openAndJudge(lane, one);
    kills += one.killed.size;
    // Its host was killed before it was recorded: it never was.
    if (status === undefined || !MOMENTS.recorded(directory, attempt)) continue;
    counts.done.attempts += 1;
    checkOutcome(counts, one);
    await checkEvents(counts, directory, attempt, kills);
    if (status === 'succeeded') break;
    attempt += 1;
    counts.done.resumes += 1;
    command = { do: 'resume', runId, options: {} };
    if (attempt > LIVES + 4) return counts.fault('lost', runId, `no success in ${attempt} attempts`);
  }
  if (weightsOf(directory, 'weights.txt') !== expected) counts.fault('weights', runId, 'not those of an untouched run');
}

/** Lets the plan of an attempt happen. */
async function live(lane: Lane, one: Attempt, command: Command): Promise<void> {
  const { plan, hold } = one;
  if (plan.held) writeFileSync(hold, '');
  const host = await lane.host();
  const started = host.call(command).catch(unlessKilled);
  const asked = plan.ask && ask(lane, one).catch(unlessKilled);
  await strike(lane, one);
  const error = (await started)?.error;
  await asked;
  // A start that was killed fails, and says so.
  if (error && one.killed.size === 0) complain(lane, one, command.do, error);
  if (!mustEnd(one)) rmSync(hold, { force: true });
  if (!plan.openAtOnce) await untilQuiet(lane, one);
  rmSync(hold, { force: true });
}

async function strike(lane: Lane, { plan, runId, directory, attempt, killed }: Attempt): Promise<void> {
  if (!plan.strike) return;
  await untilMoment(plan.strike.at, directory, attempt, MOMENT_MS);
  await sleep(plan.strike.delayMs);
  for (const target of await lane.kill(runId, plan.strike.targets)) killed.add(target);
}

/** Whether somebody asked for the end, or a host that the run is attached to has gone. */
function mustEnd({ plan, directory, attempt, killed }: Attempt): boolean {
  return MOMENTS.asked(directory, attempt) || (!plan.detached && killed.has('host'));
}

async function ask(lane: Lane, one: Attempt): Promise<void> {
  const { runId, directory, attempt, told } = one;
  const { mode, at, delayMs, byStranger } = one.plan.ask!;
  await untilMoment(at, directory, attempt, MOMENT_MS);
  await sleep(delayMs);
  // Not recorded yet: whoever asks now means the attempt before.
  if (!MOMENTS.recorded(directory, attempt)) return;
  const host = byStranger ? await lane.newHost() : await lane.host();
  try {
    const { status, error } = await host.call({ do: mode, runId });
    // Asked before anything was recorded: there is nothing to stop.
    if (error && error.code !== 'RUN_NOT_FOUND') complain(lane, one, mode, error);
    if (status) told.push(status);
    if (status) await expectNobody(lane, one);
  } finally {
    if (byStranger) await host.end();
  }
}

function complain({ counts }: Lane, one: Attempt, what: string, { code, message }: NonNullable<Answer['error']>): void {
  counts.fault('errors', nameOf(one), `${what}: ${code} ${message}`);
}

function unlessKilled(error: unknown): undefined {
  if (!(error instanceof HostDied)) throw error;
}
