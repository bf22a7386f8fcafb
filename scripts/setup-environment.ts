import { detectDevice, RTXBackend, type Device } from '@tuner/backend-rtx';
import { createTuner, isTunerError, type EnvironmentProgress } from '@tuner/core';

const device = (process.argv[2] as Device | undefined) ?? (await detectDevice());
const tuner = createTuner({ backends: [new RTXBackend({ device })] });
const { isTTY } = process.stdout;
let lastStep = '';

/** One line that redraws itself on a terminal; elsewhere a line a step. */
function show({ step, message, done, total }: EnvironmentProgress): void {
  const count = total === undefined ? '' : ` ${done}/${total}`;
  if (isTTY) process.stdout.write(`\r\x1b[2K  ${step}${count}: ${message}`.slice(0, (process.stdout.columns ?? 100) + 4));
  else if (step !== lastStep || total === undefined) process.stdout.write(`  ${step}: ${message}\n`);
  lastStep = step;
}

try {
  await tuner.ensureEnvironment('rtx', { onProgress: show });
  if (isTTY) process.stdout.write('\n');
} catch (error) {
  if (!isTunerError(error)) throw error;
  process.stderr.write(`\n${error.message}\n${error.hint ?? ''}\n`);
  process.exitCode = 1;
}
