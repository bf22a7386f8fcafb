import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `find-python` asks, answered by a healthy Python 3.12; a test changes what it is about. */
export const HEALTHY = {
  executable: '', version: [3, 12, 4], implementation: 'cpython', bits: 64, machine: process.arch, venv: true, freeThreaded: false,
};

/** Writes a program called `name` into `folder`, with a shell script as its body. */
export function fakeProgram(folder: string, name: string, body: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

/** A program that answers like a Python with these facts. */
export function fakePython(folder: string, name: string, facts: Partial<typeof HEALTHY> = {}): string {
  const answer = { ...HEALTHY, executable: join(folder, name), ...facts };
  return fakeProgram(folder, name, `echo '${JSON.stringify(answer)}'`);
}
