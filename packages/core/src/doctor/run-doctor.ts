import { assets } from '#assets';
import { openAssets } from '../assets/open-assets.ts';
import { isObject } from '../config/paths.ts';
import type { ITrainingBackend } from '../contract/backend.ts';
import type { TrainingConfig } from '../contract/config.ts';
import type { DoctorReport } from '../contract/doctor.ts';
import { throwIfAborted } from '../environment/aborted.ts';
import { environmentPython, readyEnvironment } from '../environment/environment-paths.ts';
import { isText, signal as signalRule, type OptionRules } from '../options/rules.ts';
import { CHECKS } from './checks.ts';
import { examine } from './examine.ts';
import { thisMachine } from './machine/this-machine.ts';
import type { Check, Target } from './patient.ts';

/** What the doctor is to look at. */
export interface DoctorOptions {
  /** The back end to look at; all that are registered by default, or that of `config`. */
  readonly backend?: string;
  /** A configuration that is to be trained: its device and its model are looked at, too. */
  readonly config?: TrainingConfig;
  readonly signal?: AbortSignal;
}

/** What `doctor` takes. */
export const DOCTOR_OPTIONS: OptionRules<DoctorOptions> = {
  backend: { expected: 'the name of a back end', fits: isText },
  config: { expected: 'a configuration', fits: isObject },
  signal: signalRule,
};

/** Looks at this machine for `backends`. @throws EnvironmentError `ABORTED`; whatever it finds is in its report */
export async function runDoctor(
  home: string, backends: readonly ITrainingBackend[], { config, signal }: DoctorOptions,
): Promise<DoctorReport> {
  throwIfAborted(signal);
  const settled = await Promise.allSettled(backends.map((backend) => targetOf(home, backend, config)));
  const targets = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const { directory: supervisor } = await openAssets(assets);
  const patient = { machine: thisMachine(signal), home, targets, supervisor, ...(config ? { config } : {}) };
  const report = await examine(patient, [...settled.flatMap((each, at) => refused(each, backends[at])), ...CHECKS]);
  throwIfAborted(signal);
  return report;
}

/** A back end that does not say what it needs is a check that fails. */
function refused(settled: PromiseSettledResult<Target>, backend?: ITrainingBackend): Check[] {
  if (settled.status === 'fulfilled') return [];
  return [{ name: `back end ${backend?.name ?? ''}`, run: () => Promise.reject(settled.reason as Error) }];
}

async function targetOf(home: string, backend: ITrainingBackend, config?: TrainingConfig): Promise<Target> {
  const spec = await backend.environment(config);
  const own = process.env['TUNER_PYTHON'];
  if (own) return { backend: backend.name, spec, python: own, isOwn: true };
  const folder = readyEnvironment(home, spec);
  return { backend: backend.name, spec, ...(folder === undefined ? {} : { python: environmentPython(folder) }) };
}
