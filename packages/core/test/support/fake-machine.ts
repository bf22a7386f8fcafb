import type { EnvironmentSpec, MachineNeeds } from '../../src/contract/environment.ts';
import type { Machine, Ran } from '../../src/doctor/machine/machine.ts';
import type { Reached } from '../../src/doctor/machine/reach.ts';
import type { Patient, Target } from '../../src/doctor/patient.ts';

/** What a machine of a test is like; the rest is a healthy Linux. */
export interface FakeMachine extends Partial<Omit<Machine, 'run' | 'reach' | 'readText' | 'exists' | 'freeDisk' | 'memory'>> {
  /** What programs print, by the beginning of their command line; a text alone is a success. */
  readonly programs?: Readonly<Record<string, string | Ran>>;
  readonly files?: Readonly<Record<string, string>>;
  /** What answers at an address, by its beginning. */
  readonly addresses?: Readonly<Record<string, Reached>>;
  readonly freeDisk?: number;
  readonly memory?: { readonly total: number; readonly available: number };
}

/** What was asked, in order. */
export interface Asked {
  readonly commands: string[];
  readonly urls: string[];
  readonly headers: (Readonly<Record<string, string>> | undefined)[];
}

const NOT_THERE: Ran = { exitCode: undefined, output: '' };

/** A machine that answers as it is told to, and what it was asked. */
export function fakeMachine(fake: FakeMachine = {}): { readonly machine: Machine; readonly asked: Asked } {
  const { programs = {}, files = {}, addresses = {}, freeDisk = 1e12, memory = { total: 64e9, available: 32e9 }, ...rest } = fake;
  const asked: Asked = { commands: [], urls: [], headers: [] };
  const machine: Machine = {
    platform: 'linux', arch: 'x64', env: {}, glibc: '2.39',
    memory: () => memory,
    freeDisk: async () => freeDisk,
    readText: async (path) => files[path],
    exists: (path) => path in files,
    run: async (file, args) => {
      const command = [file, ...args].join(' ');
      asked.commands.push(command);
      const [, answer = NOT_THERE] = Object.entries(programs).find(([start]) => command.startsWith(start)) ?? [];
      return typeof answer === 'string' ? { exitCode: 0, output: answer } : answer;
    },
    pythons: async () => [{ candidate: '/usr/bin/python3', python: { path: '/usr/bin/python3', version: '3.12.4', minor: '3.12' } }],
    reach: async (url, headers) => {
      asked.urls.push(url);
      asked.headers.push(headers);
      return Object.entries(addresses).find(([start]) => url.startsWith(start))?.[1] ?? { status: 200, body: '', byProxy: false };
    },
    ...rest,
  };
  return { machine, asked };
}

/** A back end that needs `needs`, with an environment where `python` is given. */
export function fakeTarget(needs: MachineNeeds = {}, python?: string, backend = 'rtx'): Target {
  const spec: EnvironmentSpec = {
    name: `${backend}-cuda`, requirements: 'torch==2.13.0\n', pythonVersions: ['3.12', '3.13', '3.11'], needs, probe: { script: '', args: [] },
  };
  return { backend, spec, ...(python === undefined ? {} : { python }) };
}

/** Somebody to look at. */
export function fakePatient(machine: Machine, targets: readonly Target[] = [fakeTarget()], changes: Partial<Patient> = {}): Patient {
  return { machine, home: '/home/me/.local/share/tuner', supervisor: '/assets/supervisor', targets, ...changes };
}
