import { isTunerError } from '@tuner/core';

/** A line for people. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Runs an example that checks itself: exit code 1, with words, when its result is not what it promises. */
export async function checked(example: () => Promise<boolean>, complaint: string): Promise<void> {
  try {
    if (await example()) return;
    say(complaint);
  } catch (error) {
    if (!isTunerError(error)) throw error;
    say(`\n${error.code}: ${error.message}${error.hint ? `\n${error.hint}` : ''}`);
  }
  process.exitCode = 1;
}
