import { detectDevice, RTXBackend, type Device } from '@tuner/backend-rtx';
import { createTuner, type EnvironmentProgress } from '@tuner/core';
import { explain } from './explain.ts';

// Builds the managed environment: node --conditions=@tuner/source scripts/setup-environment.ts [cpu|cuda]
const { isTTY, columns = 100 } = process.stdout;
let lastStep = '';

/** One line that redraws itself on a terminal; elsewhere a line a step, and every tenth package. */
function show({ step, message, done, total }: EnvironmentProgress): void {
  const text = `  ${step}${total === undefined ? '' : ` ${done}/${total}`}: ${message}`;
  if (isTTY) process.stdout.write(`\r\x1b[2K${text.slice(0, columns - 1)}${step === 'ready' ? '\n' : ''}`);
  else if (step !== lastStep || done === undefined || done % 10 === 0) process.stdout.write(`${text}\n`);
  lastStep = step;
}

try {
  const device = (process.argv[2] as Device | undefined) ?? (await detectDevice());
  const tuner = createTuner({ backends: [new RTXBackend({ device })] });
  await tuner.ensureEnvironment('rtx', { onProgress: show });
} catch (error) {
  explain(error);
}
