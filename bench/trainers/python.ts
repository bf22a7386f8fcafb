import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Suite, Verdict } from './suite.ts';
import { writeJob } from './write-job.ts';

const SIZES = {
  'tiny': [],
  'medium': ['--layers', '2', '--hidden', '256', '--heads', '4', '--vocab', '4096'],
  'small': ['--layers', '8', '--hidden', '256', '--heads', '8', '--vocab', '32000'],
  '0.1B': ['--layers', '12', '--hidden', '768', '--heads', '12', '--vocab', '32000'],
  '0.6B': ['--layers', '16', '--hidden', '1536', '--heads', '12', '--vocab', '32000'],
  '1.3B': ['--layers', '20', '--hidden', '2048', '--heads', '16', '--vocab', '32000'],
  '3B': ['--layers', '24', '--hidden', '2816', '--heads', '22', '--vocab', '32000'],
} as const;

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

/** A Llama of random weights, in million parameters: tiny 0.8 (400 tokens), medium 3 (4096), small 17 (32,000). */
export function buildModel(pythonPath: string, size: keyof typeof SIZES, folder: string): string {
  const out = join(folder, size);
  const env = { PYTHONPATH: fileURLToPath(new URL('../../Trainers', import.meta.url)) };
  if (!existsSync(out)) python(pythonPath, ['-m', 'tuner_trainers.tiny_model', '--out', out, ...SIZES[size]], env);
  return out;
}

/** Judges adapters with a script of the bench, which prints `{tokens, loss}` a line for each. */
export function judgeWith(pythonPath: string, name: string): Suite['judge'] {
  return (job, adapters) => {
    const lines = python(pythonPath, [script(name), writeJob(job), ...adapters]).trim().split('\n');
    const found = lines.map((line) => JSON.parse(line) as { tokens: number; loss: number; flops?: Verdict['flops'] });
    const { tokens = 0, flops } = found[0] ?? {};
    return { tokens, ...(flops === undefined ? {} : { flops }), losses: found.map(({ loss }) => loss) };
  };
}
