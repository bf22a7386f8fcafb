import { readFile } from 'node:fs/promises';
import type * as z from 'zod';
import { FORMAT_VERSION } from '../contract/versions.ts';
import { RunError } from '../errors.ts';

/**
 * Reads a file of a run directory; `undefined` when it is not there.
 * @throws RunError `RUN_UNREADABLE` for damaged text, `FORMAT_VERSION` for the major version of a newer Tuner.
 */
export async function readRecord<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unreadable(path, error.message, error);
  });
  if (text === undefined) return undefined;
  const value = parse(path, text);
  assertVersion(path, value);
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issue = checked.error.issues[0];
  throw unreadable(path, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`, checked.error);
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(path, (error as Error).message, error);
  }
}

function assertVersion(path: string, value: unknown): void {
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version !== 'string') return;
  const major = version.split('.')[0];
  if (major === FORMAT_VERSION.split('.')[0]) return;
  throw new RunError('FORMAT_VERSION', `${path} has format version ${version}; this version reads ${FORMAT_VERSION}.`, {
    hint: 'Open it with the version of @tuner/core that wrote it, or a newer one.',
    details: { path, version },
  });
}

function unreadable(path: string, reason: string, cause: unknown): RunError {
  return new RunError('RUN_UNREADABLE', `${path} cannot be read: ${reason}`, {
    hint: 'The run says so and hides no other; restore the file from a backup, or delete the run.',
    details: { path },
    cause,
  });
}
