import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createTuner, LocalExecutor } from '@tuner/core';
import { resolveHome } from '../packages/core/src/runs/home.ts';
import { explain } from './explain.ts';
import { managedBackend } from './managed-backends.ts';
import { pythonTools } from './python-tools.ts';

/** Where the tests that need both engines find the other one; nothing while its environment is not built. */
async function mlxPython(): Promise<{ TUNER_MLX_PYTHON?: string }> {
  const { backend } = await managedBackend('mac');
  const executor = new LocalExecutor({ home: resolveHome() });
  const path = await executor.resolvePython(await backend.environment()).catch(() => undefined);
  return path === undefined ? {} : { TUNER_MLX_PYTHON: path };
}

// Runs a managed environment's Python with the development tools, for the CPU:
// node --conditions=@tuner/source scripts/python.ts [rtx|rtx-second|mac] -m pytest
// `rtx-second` has the second set of versions that the trainers are tested with (Trainers/requirements/cpu-unsloth.in).
try {
  const [first = '', ...others] = process.argv.slice(2);
  const isName = ['rtx', 'rtx-second', 'mac'].includes(first);
  const args = isName ? others : process.argv.slice(2);
  const name = first === 'mac' ? 'mac' : 'rtx';
  const { backend, missing } = await managedBackend(name, 'cpu');
  if (missing !== undefined) throw new Error(missing);
  const { pythonPath } = await createTuner({ backends: [backend] }).ensureEnvironment(name);
  const root = fileURLToPath(new URL('..', import.meta.url));
  const tools = pythonTools(pythonPath, root, first === 'rtx-second' ? 'second' : 'first');
  const other = name === 'rtx' ? await mlxPython() : {};
  const env = { ...process.env, ...other, PYTHONPATH: tools, PYTHONDONTWRITEBYTECODE: '1' };
  process.exitCode = spawnSync(pythonPath, args, { stdio: 'inherit', env }).status ?? 1;
} catch (error) {
  explain(error);
}
