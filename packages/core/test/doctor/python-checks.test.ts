import { describe, expect, it } from 'vitest';
import { environmentCheck } from '../../src/doctor/checks/environment.ts';
import { packagesCheck } from '../../src/doctor/checks/packages.ts';
import { pythonCheck } from '../../src/doctor/checks/python.ts';
import type { PythonCheck } from '../../src/environment/check-python.ts';
import { fakeMachine, fakePatient, fakeTarget, type FakeMachine } from '../support/fake-machine.ts';
import { temporaryFolder } from '../support/temporary.ts';

const PYTHON = '/env/bin/python';

describe('Python', () => {
  const find = (checks: readonly PythonCheck[], fake: FakeMachine = {}) =>
    pythonCheck.run(fakePatient(fakeMachine({ ...fake, pythons: async () => checks }).machine));

  it('is well when one serves, whatever else there is', async () => {
    const good = { candidate: '/usr/bin/python3', python: { path: '/usr/bin/python3', version: '3.12.4', minor: '3.12' } };
    expect(await find([{ candidate: '/usr/bin/python2', reason: 'is Python 2.7.18' }, good])).toEqual([]);
  });

  it('is not asked for when every environment is ready', async () => {
    const { machine } = fakeMachine({ pythons: () => Promise.reject(new Error('asked')) });
    expect(await pythonCheck.run(fakePatient(machine, [fakeTarget({}, PYTHON)]))).toEqual([]);
  });

  it.each([
    ['is Python 3.8.10', 'PYTHON_TOO_OLD', undefined],
    ['a link to the Microsoft Store', 'PYTHON_STORE_STUB', undefined],
    ["Apple's stub for Xcode", 'PYTHON_STORE_STUB', undefined],
    ['Python 3.11.2 lacks the venv module: sudo apt install python3.11-venv', 'PYTHON_NO_VENV', 'sudo apt install python3.11-venv'],
    ['fails: pyenv: python3: command not found', 'PYTHON_BROKEN', undefined],
    ['does not answer like Python', 'PYTHON_BROKEN', undefined],
    ['gave no answer within 3.5 s', 'PYTHON_BROKEN', undefined],
  ])('that %s is %s', async (reason, code, command) => {
    const [missing, kind, ...more] = await find([{ candidate: '/x/python', reason }]);
    expect(more).toEqual([]);
    expect(missing).toMatchObject({
      code: 'PYTHON_NOT_FOUND', severity: 'error', evidence: [`/x/python: ${reason}`], command: 'sudo apt install python3.12 python3.12-venv',
    });
    expect(kind).toMatchObject({ code, severity: 'warning', evidence: [`/x/python: ${reason}`] });
    expect(kind?.command).toBe(command);
  });

  it.each([['darwin', 'brew install python@3.12'], ['win32', 'winget install -e --id Python.Python.3.12']] as const)('on %s: %s', async (platform, command) => {
    expect(await find([], { platform })).toMatchObject([{ code: 'PYTHON_NOT_FOUND', command, evidence: [expect.stringContaining('no program')] }]);
  });
});

describe('the environment', () => {
  it('that was never built is an error with the call that builds it; one that a Mac only has is none here', async () => {
    const home = temporaryFolder();
    const patient = fakePatient(fakeMachine().machine, [fakeTarget(), fakeTarget({}, PYTHON), fakeTarget({ gpu: 'metal' }, undefined, 'mac')], { home });
    expect(await environmentCheck.run(patient)).toMatchObject([{
      code: 'ENVIRONMENT_NOT_READY', severity: 'error', command: "await tuner.ensureEnvironment('rtx')", evidence: [`nothing in ${home}`],
    }]);
  });
});

describe('its packages', () => {
  const find = (pins: string, check: { readonly exitCode: number; readonly output: string }) => {
    const programs = { [`${PYTHON} -I -m pip check`]: check, [`${PYTHON} -I -c`]: pins };
    return packagesCheck.run(fakePatient(fakeMachine({ programs }).machine, [fakeTarget({}, PYTHON)]));
  };
  const GOOD = { exitCode: 0, output: 'No broken requirements found.\n' };
  const command = "await tuner.ensureEnvironment('rtx', { rebuild: true })";

  it('are well when all are those of the lock file', async () => {
    expect(await find('', GOOD)).toEqual([]);
  });

  it('that are missing or of another version are named', async () => {
    expect(await find('missing trl==1.16.0\nother torch==2.13.0: 2.11.0 is installed\n', GOOD)).toMatchObject([
      { code: 'PACKAGE_MISSING', severity: 'error', evidence: ['trl==1.16.0'], command },
      { code: 'PACKAGE_MISMATCH', severity: 'error', evidence: ['torch==2.13.0: 2.11.0 is installed'], command },
    ]);
  });

  it('that do not go together are what pip says', async () => {
    const output = 'trl 1.16.0 requires accelerate, which is not installed.\ntrl 1.16.0 has requirement transformers>=5.20, but you have transformers 4.57.0.\n';
    expect(await find('', { exitCode: 1, output })).toMatchObject([{
      code: 'PACKAGE_MISMATCH', evidence: ['trl 1.16.0 has requirement transformers>=5.20, but you have transformers 4.57.0.'],
    }]);
  });

  it('in a Python of one\'s own may be others, which is a warning, and the fix is another', async () => {
    const programs = { [`${PYTHON} -I -m pip check`]: GOOD, [`${PYTHON} -I -c`]: 'other torch==2.13.0: 2.14.1 is installed\n' };
    const target = { ...fakeTarget({}, PYTHON), isOwn: true };
    expect(await packagesCheck.run(fakePatient(fakeMachine({ programs }).machine, [target]))).toMatchObject([{
      code: 'PACKAGE_MISMATCH', severity: 'warning', command: 'unset TUNER_PYTHON', message: expect.stringContaining(PYTHON),
    }]);
  });

  it('of a Python that does not start cannot be seen', async () => {
    const { machine } = fakeMachine({ programs: { [PYTHON]: { exitCode: 127, output: 'error while loading shared libraries: libpython3.12.so.1.0\n' } } });
    expect(await packagesCheck.run(fakePatient(machine, [fakeTarget({}, PYTHON)]))).toMatchObject([{
      code: 'PYTHON_BROKEN', evidence: [expect.stringContaining('libpython3.12.so')], command,
    }]);
  });
});
