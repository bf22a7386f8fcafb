import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SIZES = { tiny: [], small: ['--layers', '8', '--hidden', '256', '--heads', '8', '--vocab', '32000'] } as const;

/** The path of a Python script of the bench. */
export function script(name: string): string {
  return fileURLToPath(new URL(`python/${name}`, import.meta.url));
}

/** Runs Python to its end; gives what it printed. @throws Error with its messages when it failed */
export function python(pythonPath: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = spawnSync(pythonPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`python ${args.join(' ')} ended with ${status}:\n${stderr.slice(-4000)}`);
  return stdout;
}

/** A Llama of random weights: tiny has a million parameters and 400 tokens, small 17 million and 32,000 tokens. */
export function buildModel(pythonPath: string, size: keyof typeof SIZES, folder: string): string {
  const out = join(folder, size);
  const env = { PYTHONPATH: fileURLToPath(new URL('../../Trainers', import.meta.url)) };
  if (!existsSync(out)) python(pythonPath, ['-m', 'tuner_trainers.tiny_model', '--out', out, ...SIZES[size]], env);
  return out;
}
