import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the files of a run are. */
export function runPaths(directory: string) {
  return {
    directory,
    record: join(directory, 'run.json'),
    config: join(directory, 'config.json'),
    events: join(directory, 'events.jsonl'),
    lock: join(directory, 'live.lock'),
    attempts: join(directory, 'attempts'),
    checkpoints: join(directory, 'checkpoints'),
    model: join(directory, 'model'),
  };
}

const ADOPTIONS = [1, 2, 3, 4, 5];

/** Where the files of one attempt are. */
export function attemptPaths(directory: string, attempt: number) {
  const folder = join(directory, 'attempts', String(attempt));
  return {
    folder,
    launch: join(folder, 'launch.json'),
    supervisor: join(folder, 'supervisor.json'),
    /** Who took over from a supervisor that was killed: the tries are bounded. */
    adopters: ADOPTIONS.map((number) => join(folder, `adopt-${number}.json`)),
    process: join(folder, 'process.json'),
    /** Who recorded the attempt, and starts it. */
    host: join(folder, 'host.json'),
    queued: join(folder, 'queued.json'),
    /** Its presence lets an attached attempt go on without its host. */
    detached: join(folder, 'detached.json'),
    stop: join(folder, 'stop.json'),
    cancel: join(folder, 'cancel.json'),
    ack: join(folder, 'ack.json'),
    exit: join(folder, 'exit.json'),
    result: join(folder, 'result.json'),
    trainerLog: join(folder, 'trainer.log'),
    supervisorLog: join(folder, 'supervisor.log'),
  };
}

/** The folder of all runs of a home. */
export function runsFolder(home: string): string {
  return join(home, 'runs');
}

/** The number of the newest attempt; 0 when there is none. */
export async function lastAttempt(directory: string): Promise<number> {
  const names = await readdir(runPaths(directory).attempts).catch(() => []);
  return names.reduce((last, name) => (/^[1-9]\d*$/.test(name) ? Math.max(last, Number(name)) : last), 0);
}
