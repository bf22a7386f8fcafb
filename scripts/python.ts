import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createTuner } from '@tuner/core';
import { devTools } from './dev-tools.ts';
import { explain } from './explain.ts';
import { managedBackend } from './managed-backends.ts';

// Runs a managed environment's Python with the development tools, for the CPU:
// node --conditions=@tuner/source scripts/python.ts [rtx|mac] -m pytest
try {
  const [first = '', ...others] = process.argv.slice(2);
  const isName = ['rtx', 'mac'].includes(first);
  const [name, args] = isName ? [first, others] : ['rtx', process.argv.slice(2)];
  const { backend, missing } = await managedBackend(name, 'cpu');
  if (missing !== undefined) throw new Error(missing);
  const { pythonPath } = await createTuner({ backends: [backend] }).ensureEnvironment(name);
  const tools = devTools(pythonPath, fileURLToPath(new URL('..', import.meta.url)));
  const env = { ...process.env, PYTHONPATH: tools, PYTHONDONTWRITEBYTECODE: '1' };
  process.exitCode = spawnSync(pythonPath, args, { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  explain(error);
}
