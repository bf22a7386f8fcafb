import { createTuner, type EnvironmentProgress } from '@tuner/core';
import { explain } from './explain.ts';
import { managedBackend, NOT_HERE } from './managed-backends.ts';

// Builds a managed environment: node --conditions=@tuner/source scripts/setup-environment.ts [rtx|mac] [cpu|cuda]
const { isTTY, columns = 100 } = process.stdout;
let lastStep = '';

/** One line that redraws itself on a terminal; elsewhere a line a step, and every tenth package. */
function show({ step, message, done, total, bytes, totalBytes }: EnvironmentProgress): void {
  const part = totalBytes === undefined ? '' : ` ${megabytes(bytes)} of ${megabytes(totalBytes)} MB`;
  const text = `  ${step}${total === undefined ? '' : ` ${done}/${total}`}: ${message}${part}`;
  if (isTTY) process.stdout.write(`\r\x1b[2K${text.slice(0, columns - 1)}${step === 'ready' ? '\n' : ''}`);
  else if (step !== lastStep || done === undefined || (done % 10 === 0 && bytes === undefined)) process.stdout.write(`${text}\n`);
  lastStep = step;
}

function megabytes(bytes = 0): string {
  return (bytes / 1e6).toFixed(1);
}

try {
  const [name = 'rtx', device] = process.argv.slice(2);
  const { backend, missing } = await managedBackend(name, device);
  if (missing === undefined) await createTuner({ backends: [backend] }).ensureEnvironment(name, { onProgress: show });
  else {
    process.stdout.write(`  not on this machine: ${missing}\n`);
    process.exitCode = NOT_HERE;
  }
} catch (error) {
  explain(error);
}
