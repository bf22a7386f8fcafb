import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Locks Trainers/requirements: `node scripts/lock-requirements.ts [--upgrade]`. Versions that still fit are kept.
const FOLDER = fileURLToPath(new URL('../Trainers/requirements/', import.meta.url));
const FLAGS = ['--universal', '--python-version', '3.11', '--no-header', '--no-annotate', '--only-binary', ':all:'];
/** What PyTorch's CUDA build brings along; a CPU build does without. */
const CUDA_ONLY = /^(nvidia-|cuda-|triton\b)/;

for (const name of ['cpu', 'cuda', 'cpu-unsloth', 'unsloth', 'mlx', 'dev']) lock(name);

function lock(name: string): void {
  const flags = [...FLAGS, ...process.argv.slice(2), '--output-file', `${name}.txt`, '--quiet'];
  execFileSync('uv', ['pip', 'compile', ...flags, `${name}.in`], { cwd: FOLDER, stdio: 'inherit' });
  const pins = readFileSync(`${FOLDER}${name}.txt`, 'utf8').split('\n')
    .filter((line) => line !== '' && !line.startsWith('#') && !(name.startsWith('cpu') && CUDA_ONLY.test(line)));
  const header = `# Locked from ${name}.in by \`node scripts/lock-requirements.ts\`: edit that one.`;
  writeFileSync(`${FOLDER}${name}.txt`, [header, ...pins, ''].join('\n'));
}
