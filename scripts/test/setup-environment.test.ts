import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { managedBackend, NOT_HERE } from '../managed-backends.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a script as if this machine were another one. */
function elsewhere(script: string, ...args: string[]) {
  const pretend = `data:text/javascript,Object.defineProperty(process, 'platform', { value: 'freebsd' })`;
  const flags = ['--conditions=@tuner/source', '--import', pretend, `scripts/${script}`, ...args];
  return spawnSync(process.execPath, flags, { cwd: root, encoding: 'utf8' });
}

test('an environment that cannot be on this machine is no failure, and says why', () => {
  const { status, stdout } = elsewhere('setup-environment.ts', 'mac');
  expect(status).toBe(NOT_HERE);
  expect(stdout).toMatch(/not on this machine: MLX is not supported on freebsd/);
});

test('a Python that cannot be on this machine is a failure that says why', () => {
  const { status, stderr } = elsewhere('python.ts', 'mac', '-c', 'print(1)');
  expect(status).toBe(1);
  expect(stderr).toContain('MLX is not supported on freebsd');
});

test('back ends are made for the device that is named, and an unknown one is refused', async () => {
  expect((await managedBackend('mac')).backend.name).toBe('mac');
  expect((await (await managedBackend('rtx', 'cpu')).backend.environment()).name).toBe('rtx-cpu');
  await expect(managedBackend('tpu')).rejects.toThrow('There is no environment "tpu": use rtx or mac.');
});
