import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SmokeTest } from '../contract/environment.ts';
import { EnvironmentError } from '../errors.ts';
import { evidenceDetails } from '../results/failures/log-evidence.ts';
import type { Proof } from './ready-mark.ts';
import { runCommand, type CommandResult, type RunCommandOptions } from './run-command.ts';

/** How long the training may take, in milliseconds: the first import of everything comes from a cold disk. */
const LIMIT_MS = 600_000;
/** How a trainer ends whose device has too little memory: somebody else may have it. */
const OUT_OF_MEMORY = 5;

/** Where a smoke test trains. */
interface SmokeTestOptions extends RunCommandOptions {
  readonly device: string;
  readonly folder: string;
}

/**
 * Trains two steps with an environment, in a folder of its own below `folder`, on `device`; on the CPU when others have
 * the device's memory. @throws EnvironmentError `PROBE_FAILED` with the lines that say why; `ABORTED`
 */
export async function runSmokeTest(
  python: string, test: SmokeTest, { device, folder, ...options }: SmokeTestOptions,
): Promise<Proof['smokeTest']> {
  const place = join(folder, 'smoke-test');
  await mkdir(place, { recursive: true });
  const data = join(place, 'rows.jsonl');
  await writeFile(data, test.rows);
  const started = performance.now();
  const train = (on: string) => {
    const args = [test.script, ...test.args, '--device', on, '--data', data, '--output', join(place, on)];
    const env = { PYTHONDONTWRITEBYTECODE: '1', HF_HUB_OFFLINE: '1', ...options.env };
    return runCommand(python, args, { ...options, env, cwd: place, timeoutMs: LIMIT_MS });
  };
  const first = await train(device);
  const isTaken = first.exitCode === OUT_OF_MEMORY && device !== 'cpu';
  const ended = isTaken ? await train('cpu') : first;
  if (ended.exitCode !== 0) throw failed(ended);
  await rm(place, { recursive: true, force: true });
  return { device: isTaken ? 'cpu' : device, seconds: Math.round(performance.now() - started) / 1000 };
}

function failed({ all, exitCode, signal, timedOut }: CommandResult): EnvironmentError {
  const lines = all.replace(/\r?\n$/, '').split(/\r?\n/);
  const at = lines.findLastIndex((line) => /^([A-Z_]{4,}:|\w*(Error|Exception)\b)/.test(line));
  const end = `it ended with ${signal ?? `exit code ${String(exitCode)}`}`;
  const how = timedOut ? `it took more than ${LIMIT_MS / 60_000} minutes` : end;
  const said = lines[at < 0 ? lines.length - 1 : at]?.trim().slice(0, 300) ?? '';
  const message = `The Python environment was built, but a training of two steps failed in it: ${how}. ${said}`;
  return new EnvironmentError('PROBE_FAILED', message.trim(), {
    hint: 'Try again; if it fails again, name another Python with pythonPath, or report it with this message.',
    details: { evidence: evidenceDetails({ first: 1, lines }, at < 0 ? undefined : at, 'the output of the training') },
  });
}
