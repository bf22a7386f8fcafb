import { describe, expect, it } from 'vitest';
import type { DoctorFinding } from '../../src/contract/doctor.ts';
import { compilerCheck } from '../../src/doctor/checks/compiler.ts';
import { detachCheck } from '../../src/doctor/checks/detach.ts';
import { diskCheck } from '../../src/doctor/checks/disk.ts';
import { glibcCheck } from '../../src/doctor/checks/glibc.ts';
import { gpuMemoryCheck } from '../../src/doctor/checks/gpu-memory.ts';
import { memoryCheck } from '../../src/doctor/checks/memory.ts';
import { nvidiaDriverCheck } from '../../src/doctor/checks/nvidia-driver.ts';
import { platformCheck } from '../../src/doctor/checks/platform.ts';
import { wslCheck } from '../../src/doctor/checks/wsl.ts';
import type { Check, Target } from '../../src/doctor/patient.ts';
import { fakeMachine, fakePatient, fakeTarget, type FakeMachine } from '../support/fake-machine.ts';

const CUDA = { glibc: '2.28', gpu: 'nvidia', nvidiaDriver: '580', compiler: true, diskBytes: 12e9 } as const;

function find(check: Check, fake: FakeMachine = {}, target: Target = fakeTarget(CUDA), home?: string): Promise<readonly DoctorFinding[]> {
  return check.run(fakePatient(fakeMachine(fake).machine, [target], home === undefined ? {} : { home }));
}

const GPU = (driver: string, used = 512) => `GPU-5f2e, NVIDIA GeForce RTX 3090, ${driver}, 24576, ${used}\n`;
const nvidia = (gpu: string, processes = '') => ({
  programs: { 'nvidia-smi --query-gpu': gpu, 'nvidia-smi --query-compute-apps': processes },
});

describe('the NVIDIA driver', () => {
  it.each(['580.65.06', '580', '581.15', '600.1'])('%s serves', async (driver) => {
    expect(await find(nvidiaDriverCheck, nvidia(GPU(driver)))).toEqual([]);
  });

  it.each(['550.54.14', '579.99', '525.60.13'])('%s is too old', async (driver) => {
    expect(await find(nvidiaDriverCheck, nvidia(GPU(driver)))).toMatchObject([{
      code: 'DRIVER_TOO_OLD', severity: 'error', evidence: [`NVIDIA GeForce RTX 3090: driver ${driver}`], command: 'sudo apt install nvidia-driver-580',
    }]);
  });

  it.each([
    ['nothing at all', { exitCode: undefined, output: '' }, 'nvidia-smi is not there'],
    ['no driver', {
      exitCode: 9,
      output: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n",
    }, "couldn't communicate"],
    ['no devices', { exitCode: 6, output: 'No devices were found\n' }, 'No devices were found'],
  ])('%s is no GPU', async (_what, ran, words) => {
    expect(await find(nvidiaDriverCheck, { programs: { 'nvidia-smi': ran } })).toMatchObject([{
      code: 'GPU_NOT_FOUND', severity: 'error', evidence: [expect.stringContaining(words)], fix: expect.stringContaining("device: 'cpu'"),
    }]);
  });

  it('that was updated without a restart is told to be restarted', async () => {
    const output = 'Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 580.65\n';
    expect(await find(nvidiaDriverCheck, { programs: { 'nvidia-smi': { exitCode: 18, output } } })).toMatchObject([{
      code: 'DRIVER_BROKEN', command: 'sudo reboot',
    }]);
  });

  it('is not asked for where no back end wants one; in WSL it is asked where WSL keeps it', async () => {
    const nobody = fakeMachine();
    expect(await nvidiaDriverCheck.run(fakePatient(nobody.machine, [fakeTarget({ glibc: '2.28' })]))).toEqual([]);
    expect(nobody.asked.commands).toEqual([]);
    const wsl = fakeMachine({ files: { '/usr/lib/wsl/lib/nvidia-smi': '' }, programs: { '/usr/lib/wsl/lib/nvidia-smi': GPU('581.1') } });
    expect(await nvidiaDriverCheck.run(fakePatient(wsl.machine, [fakeTarget(CUDA)]))).toEqual([]);
  });
});

describe('the memory of the GPU', () => {
  it('that a desktop takes is nothing', async () => {
    expect(await find(gpuMemoryCheck, nvidia(GPU('580.1', 900)))).toEqual([]);
  });

  it('that others have is told, with who they are and how to end the largest', async () => {
    const processes = 'GPU-5f2e, 311, /usr/bin/ollama, 2048\nGPU-5f2e, 4242, python, 18432\nGPU-ffff, 9, other, 9000\n';
    expect(await find(gpuMemoryCheck, nvidia(GPU('580.1', 20_992), processes))).toEqual([{
      code: 'GPU_MEMORY_TAKEN', severity: 'warning', message: 'Others have 20.5 GiB of the 24.0 GiB of NVIDIA GeForce RTX 3090.',
      evidence: ['python (pid 4242): 18.0 GiB', '/usr/bin/ollama (pid 311): 2.0 GiB'],
      fix: expect.any(String), command: 'kill 4242',
    }]);
  });

  it('whose owner is not told, as in containers and on Windows, is told all the same', async () => {
    const [hidden] = await find(gpuMemoryCheck, nvidia(GPU('580.1', 20_000)));
    expect(hidden).toMatchObject({ code: 'GPU_MEMORY_TAKEN', evidence: [expect.stringContaining('names no process')] });
    expect(hidden?.command).toBeUndefined();
    const [unknown] = await find(gpuMemoryCheck, { ...nvidia(GPU('580.1', 20_000), 'GPU-5f2e, 77, C:\\game.exe, [N/A]\n'), platform: 'win32' });
    expect(unknown).toMatchObject({ evidence: ['C:\\game.exe (pid 77)'], command: 'taskkill /PID 77' });
  });
});

describe('the platform', () => {
  const metal = fakeTarget({ gpu: 'metal' }, undefined, 'mac');
  it('that the only back end does not exist for is an error; one of several is none', async () => {
    const { machine } = fakeMachine();
    expect(await platformCheck.run(fakePatient(machine, [metal]))).toMatchObject([{ code: 'GPU_NOT_FOUND', severity: 'error' }]);
    expect(await platformCheck.run(fakePatient(machine, [metal, fakeTarget()]))).toMatchObject([{ code: 'GPU_NOT_FOUND', severity: 'info' }]);
  });

  it('of a Mac with Apple silicon has Metal, that of one with Intel does not', async () => {
    expect(await find(platformCheck, { platform: 'darwin', arch: 'arm64' }, metal)).toEqual([]);
    expect(await find(platformCheck, { platform: 'darwin', arch: 'x64' }, metal)).toMatchObject([{ evidence: ['this is darwin on x64'] }]);
  });
});

describe('the C library', () => {
  it.each(['2.28', '2.39', '3.0'])('glibc %s serves', async (glibc) => {
    expect(await find(glibcCheck, { glibc })).toEqual([]);
  });

  it.each([['2.27', 'glibc 2.27'], ['2.9', 'glibc 2.9'], [undefined, 'musl']])('%s does not', async (glibc, words) => {
    expect(await find(glibcCheck, { glibc })).toMatchObject([{
      code: 'GLIBC_TOO_OLD', severity: 'error', evidence: [expect.stringContaining(words)], command: expect.stringContaining('docker run'),
    }]);
  });

  it('is not asked for elsewhere', async () => {
    expect(await find(glibcCheck, { platform: 'darwin', glibc: undefined })).toEqual([]);
  });
});

describe('the compiler', () => {
  const cc = { programs: { 'cc --version': 'cc (Debian 12.2.0-14) 12.2.0\n' } };
  it('that is there serves, and where nothing compiles nobody asks', async () => {
    expect(await find(compilerCheck, cc)).toEqual([]);
    expect(await find(compilerCheck, {}, fakeTarget({}))).toEqual([]);
    expect(await find(compilerCheck, { platform: 'win32' })).toEqual([]);
  });

  it('that is missing is told, with the command of this Linux', async () => {
    expect(await find(compilerCheck)).toMatchObject([{
      code: 'COMPILER_MISSING', command: 'sudo apt install build-essential python3-dev', evidence: ['cc --version: not there', expect.any(String), expect.any(String)],
    }]);
    expect(await find(compilerCheck, { files: { '/usr/bin/dnf': '' } })).toMatchObject([{ command: 'sudo dnf install gcc python3-devel' }]);
  });

  it('that CC names is the one that is asked', async () => {
    expect(await find(compilerCheck, { ...cc, env: { CC: 'my-cc' } })).toMatchObject([{ evidence: ['my-cc --version: not there'] }]);
  });

  it('without the headers of Python does not serve', async () => {
    const programs = { ...cc.programs, '/env/bin/python': '/usr/include/python3.12/Python.h\n' };
    expect(await find(compilerCheck, { programs }, fakeTarget(CUDA, '/env/bin/python'))).toMatchObject([{
      code: 'COMPILER_MISSING', evidence: ['/usr/include/python3.12/Python.h is not there'],
    }]);
  });
});

describe('the disk', () => {
  it.each([
    [3e9, undefined, 'error', '12.0 GB for the environment of rtx'], [14e9, undefined, 'warning', '14.0 GB left'],
    [1e9, '/env/bin/python', 'warning', '1.0 GB left'],
  ])('with %d bytes left, environment: %s: %s', async (freeDisk, python, severity, words) => {
    expect(await find(diskCheck, { freeDisk }, fakeTarget(CUDA, python))).toMatchObject([{
      code: 'DISK_LOW', severity, message: expect.stringContaining(words), command: expect.stringContaining('TUNER_HOME'),
    }]);
  });

  it('with room for everything is well', async () => {
    expect(await find(diskCheck, { freeDisk: 18e9 })).toEqual([]);
    expect(await find(diskCheck, { freeDisk: 6e9 }, fakeTarget(CUDA, '/env/bin/python'))).toEqual([]);
  });
});

it('little free memory is told', async () => {
  expect(await find(memoryCheck)).toEqual([]);
  expect(await find(memoryCheck, { memory: { total: 8e9, available: 1.2e9 } })).toMatchObject([{
    code: 'MEMORY_LOW', severity: 'warning', evidence: ['free: 1.2 GB', 'in all: 8.0 GB'],
  }]);
});

describe('WSL', () => {
  const second = { '/proc/version': 'Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1) (gcc (GCC) 11.2.0) #1 SMP\n' };
  const first = { '/proc/version': 'Linux version 4.4.0-19041-Microsoft (Microsoft@Microsoft.com) (gcc version 5.4.0 (GCC) ) #1237-Microsoft\n' };
  it('1 has no GPU, 2 has half of the memory', async () => {
    expect(await find(wslCheck, { files: first, env: { WSL_DISTRO_NAME: 'Debian' } })).toMatchObject([{
      code: 'WSL', severity: 'error', command: 'wsl.exe --set-version Debian 2',
    }]);
    expect(await find(wslCheck, { files: second })).toMatchObject([{ code: 'WSL', severity: 'info', evidence: [expect.any(String), 'memory: 64.0 GB'] }]);
  });

  it('keeps a home on a drive of Windows only slowly', async () => {
    expect(await find(wslCheck, { files: second }, fakeTarget(), '/mnt/c/tuner')).toMatchObject([{ code: 'WSL' }, {
      code: 'WSL_SLOW_DISK', severity: 'warning', evidence: ['/mnt/c/tuner'],
    }]);
  });

  it('is not seen in an ordinary Linux, even with a home in /mnt', async () => {
    const files = { '/proc/version': 'Linux version 6.8.0-45-generic (buildd@lcy02)\n' };
    expect(await find(wslCheck, { files }, fakeTarget(), '/mnt/data')).toEqual([]);
  });
});

describe('a detached run', () => {
  const says = (reason: string) => ({ programs: { python3: `${reason}\n` } });
  it.each([
    ['systemd ends all processes of web.service when that is stopped', 'systemctl edit web.service'],
    ['logind ends all processes of session-3.scope at logout (KillUserProcesses=yes; loginctl enable-linger helps)', 'loginctl enable-linger'],
    ['this is a container, which ends with its first process (node)', undefined],
  ])('%s', async (reason, command) => {
    const [finding] = await find(detachCheck, says(reason));
    expect(finding).toMatchObject({ code: 'DETACH_NOT_GUARANTEED', severity: 'info', evidence: [reason] });
    expect(finding?.command).toBe(command);
  });

  it('is safe where the supervisor sees no reason, and where nobody can say', async () => {
    expect(await find(detachCheck, says(''))).toEqual([]);
    expect(await find(detachCheck)).toEqual([]);
  });

  it('is judged by the Python of the environment, with the code of the supervisor', async () => {
    const { machine, asked } = fakeMachine();
    await detachCheck.run(fakePatient(machine, [fakeTarget(), fakeTarget({}, '/env/bin/python')]));
    expect(asked.commands[0]).toMatch(/^\/env\/bin\/python -I -c [^]*from watch\.detach import find_reason[^]* \/assets\/supervisor$/);
  });
});
