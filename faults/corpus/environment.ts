import { join } from 'node:path';
import { MacBackend } from '@tuner/backend-mac';
import { detectDevice, RTXBackend } from '@tuner/backend-rtx';
import { managedPython, pythonAfter } from '../support/python.ts';
import { refusingHub } from '../support/refusing-hub.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import type { Arranged, Expected, Fault, Kit, Place } from '../trial.ts';

const isPosix = process.platform !== 'win32';
const hasGpu = (await detectDevice()) === 'cuda';

type Arrange = (place: Place) => Arranged | Promise<Arranged>;
const fault = (name: string, on: Kit, expected: Expected, arrange: Arrange, rest: Partial<Fault> = {}): Fault =>
  ({ area: 'environment', name, on, expected, arrange, ...rest });
const early = (code: string, place: Expected['place'], fix: RegExp): Expected => ({ code, place, fix, by: 'first 20 steps' });

/** A module that stands before the real one on Python's path. */
const shadow = (on: Kit, module: string, text: string): Arrange => async (place) => {
  place.write(`shadow/${module}/__init__.py`, text);
  return { options: { pythonPath: await pythonAfter(place, on, `export PYTHONPATH="${join(place.folder, 'shadow')}"`) } };
};

/** A model of a hub that answers in one way only. */
const hub = (status: number, headers: Readonly<Record<string, string>> = {}): Arrange => async ({ folder }) => ({
  overrides: { modelName: 'org/model' },
  variables: { HF_ENDPOINT: await refusingHub(status, headers), HF_HOME: join(folder, 'hub'), HF_HUB_OFFLINE: '0', HF_HUB_DISABLE_XET: '1' },
});

const BEFORE: readonly Fault[] = [
  fault('an environment that was never built', 'rtx sft', { code: 'ENVIRONMENT_NOT_READY', place: 'rtx-cpu', fix: /ensureEnvironment/ },
    ({ folder }) => ({ options: { pythonPath: undefined }, variables: { TUNER_ENVIRONMENTS: join(folder, 'none'), TUNER_PYTHON: '' } }), { isReal: true }),
  fault('a Python that is not there', 'mac sft', { code: 'PYTHON_NOT_FOUND', place: 'venv/bin/python', fix: /ensureEnvironment/ },
    ({ folder }) => ({ options: { pythonPath: join(folder, 'venv/bin/python') } })),
  fault('a folder for a Python', 'rtx kto', { code: 'PYTHON_NOT_FOUND', place: 'is a folder', fix: /bin\/python/ },
    ({ folder }) => ({ options: { pythonPath: folder } })),
  ...(isPosix ? [fault('a Python that may not be executed', 'rtx sft', { code: 'PYTHON_UNUSABLE', place: 'python.py', fix: /chmod/ },
    (place) => ({ options: { pythonPath: place.write('python.py', 'x') } }))] : []),
  fault('a file for a home', 'mac sft', { code: 'HOME_NOT_WRITABLE', place: 'file-for-home', fix: /TUNER_HOME/ },
    (place) => ({ home: place.write('file-for-home', 'x') })),
  ...(canMount ? [fault('a disk that is nearly full', 'rtx sft', { code: 'DISK_FULL', place: 'small-disk', fix: /Free disk space/ },
    ({ folder }) => ({ home: smallDisk(join(folder, 'small-disk'), '8m') }))] : []),
];

const EARLY: readonly Fault[] = [
  ...(hasGpu ? [] : [fault('CUDA where there is none', 'rtx sft', early('GPU_NOT_FOUND', 'CUDA', /device: 'cpu'/),
    async () => ({ backend: new RTXBackend(), options: { pythonPath: await managedPython('rtx sft') } }))]),
  ...(process.platform === 'darwin' ? [] : [fault('Metal where there is none', 'mac sft', early('GPU_NOT_FOUND', 'Metal', /cpu/),
    async () => ({ backend: new MacBackend(), options: { pythonPath: await managedPython('mac sft') } }))]),
  ...(isPosix
    ? [
        fault('a package that is missing', 'rtx kto', early('PACKAGE_MISSING', /peft/, /environment/),
          shadow('rtx kto', 'peft', 'raise ModuleNotFoundError("No module named \'peft\'", name="peft")\n')),
        fault('packages that do not go together', 'mac sft', early('PACKAGE_MISMATCH', /mlx_lm/, /locked/),
          shadow('mac sft', 'mlx_lm', 'raise ImportError("cannot import name \'generate\' from \'mlx_lm\'")\n')),
        fault('a native library that crashes', 'rtx sft', early('CRASHED', 'SIGSEGV', /version|driver/),
          shadow('rtx sft', 'peft', 'import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n')),
      ]
    : []),
  fault('a model that asks for consent', 'rtx sft', early('MODEL_GATED', 'gated', /HF_TOKEN/),
    hub(403, { 'X-Error-Code': 'GatedRepo', 'X-Error-Message': 'Access to model org/model is restricted.' })),
  fault('a model that the hub does not have', 'mac sft', early('MODEL_NOT_FOUND', 'org/model', /name of the model/),
    hub(404, { 'X-Error-Code': 'RepoNotFound' })),
  fault('a hub that cannot be reached', 'mac kto', early('NETWORK_UNREACHABLE', /./, /network/), ({ folder }) => ({
    overrides: { modelName: 'org/model' }, variables: { HF_ENDPOINT: 'http://127.0.0.1:9', HF_HOME: join(folder, 'hub'), HF_HUB_OFFLINE: '0' },
  })),
];

/** Faults of Python, packages, devices, disk and network. */
export const ENVIRONMENT: readonly Fault[] = [...BEFORE, ...EARLY];
