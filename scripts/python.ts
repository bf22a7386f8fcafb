import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RTXBackend } from '@tuner/backend-rtx';
import { createTuner } from '@tuner/core';
import { devTools } from './dev-tools.ts';
import { explain } from './explain.ts';

// Runs the managed environment's Python with the development tools:
// node --conditions=@tuner/source scripts/python.ts -m pytest
try {
  const tuner = createTuner({ backends: [new RTXBackend({ device: 'cpu' })] });
  const { pythonPath } = await tuner.ensureEnvironment('rtx');
  const tools = devTools(pythonPath, fileURLToPath(new URL('..', import.meta.url)));
  const env = { ...process.env, PYTHONPATH: tools, PYTHONDONTWRITEBYTECODE: '1' };
  process.exitCode = spawnSync(pythonPath, process.argv.slice(2), { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  explain(error);
}
