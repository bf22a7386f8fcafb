import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where an RTX configuration trains. */
export type Device = 'cuda' | 'cpu';

const run = promisify(execFile);

/** `cuda` when NVIDIA's driver lists a GPU within 3 seconds, else `cpu`. Needs no Python. */
export async function detectDevice(): Promise<Device> {
  try {
    const { stdout } = await run('nvidia-smi', ['-L'], { timeout: 3000 });
    return /GPU \d+:/.test(stdout) ? 'cuda' : 'cpu';
  } catch {
    return 'cpu';
  }
}
