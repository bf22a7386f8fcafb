import { readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { VERSION } from '../../version.ts';
import { readTail } from '../read-tail.ts';
import { attemptPaths, lastAttempt, runPaths } from '../run-paths.ts';
import { redactText, redactValue } from './redact.ts';

/** How much of the end of each log and of the events is kept, in bytes. */
const TAIL_BYTES = 256 * 1024;

/** Writes everything that a bug report about a run needs into one JSON file, redacted; gives its path. */
export async function writeSupportBundle(directory: string, runId: string, path?: string): Promise<string> {
  const target = path ?? join(directory, `support-${runId}.json`);
  const attempts = Array.from({ length: await lastAttempt(directory) }, (_, index) => index + 1);
  const bundle = {
    about: 'Support bundle of a run of Tuner: no rows, no weights, no prompts; secrets and names are replaced by ***.',
    createdAt: new Date().toISOString(),
    machine: machine(),
    record: await readValue(runPaths(directory).record),
    config: await readValue(runPaths(directory).config),
    attempts: await Promise.all(attempts.map((attempt) => readAttempt(attemptPaths(directory, attempt).folder))),
    checkpoints: (await readdir(runPaths(directory).checkpoints).catch(() => [])).sort(),
    events: await readEventLines(runPaths(directory).events),
  };
  const temporary = `${target}.${process.pid}.tmp`;
  await writeFile(temporary, `${JSON.stringify(bundle, null, 2)}\n`);
  await rename(temporary, target);
  return target;
}

function machine(): Record<string, string | number> {
  const system = { platform: platform(), release: release(), arch: arch(), cpus: cpus().length };
  return { core: VERSION, node: process.versions.node, memoryBytes: totalmem(), ...system };
}

/** Every record of an attempt by its name, and the ends of its logs. */
async function readAttempt(folder: string): Promise<Record<string, unknown>> {
  const names = (await readdir(folder).catch(() => [])).sort();
  const read = async (name: string) => {
    const path = join(folder, name);
    return [name, name.endsWith('.json') ? await readValue(path) : lines(await readTail(path, TAIL_BYTES))];
  };
  const told = names.filter((name) => name.endsWith('.json') || name.endsWith('.log'));
  return Object.fromEntries(await Promise.all(told.map(read))) as Record<string, unknown>;
}

/** A record as it is, or why it cannot be read: that may be the very thing that is reported. */
async function readValue(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof text !== 'string') return { unreadable: redactText(text.message) };
  return parseOrSay(text);
}

async function readEventLines(path: string): Promise<unknown[]> {
  // The first piece is cut where the file is longer than what is kept of it.
  const [cut = '', ...kept] = (await readTail(path, TAIL_BYTES)).split('\n');
  const whole = parse(cut) === undefined ? kept : [cut, ...kept];
  return whole.filter((line) => line.trim() !== '').map(parseOrSay);
}

function parseOrSay(text: string): unknown {
  return parse(text) ?? { unreadable: redactText(text.slice(0, 2000)) };
}

function parse(text: string): unknown {
  try {
    return redactValue(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const lines = (text: string) => redactText(text).split('\n');
