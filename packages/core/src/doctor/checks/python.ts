import type { DoctorCode, DoctorFinding } from '../../contract/doctor.ts';
import type { PythonCheck } from '../../environment/check-python.ts';
import { installCommand } from '../install-command.ts';
import type { Check, Patient } from '../patient.ts';

/** What a refusal means, by the words of `checkPython`. */
const KINDS: readonly { readonly pattern: RegExp; readonly code: DoctorCode; readonly message: string }[] = [
  {
    pattern: /lacks the venv module/, code: 'PYTHON_NO_VENV',
    message: 'A Python is here, but without its venv module.',
  },
  {
    pattern: /Microsoft Store|stub for Xcode/, code: 'PYTHON_STORE_STUB',
    message: 'What is called python here only opens a shop or a dialog: it is no Python.',
  },
  {
    pattern: /^is Python \d/, code: 'PYTHON_TOO_OLD',
    message: 'For the Pythons that are here there are no wheels of the packages.',
  },
  {
    pattern: /^(fails|does not answer|gave no answer|must not)/, code: 'PYTHON_BROKEN',
    message: 'A program called Python is here, but does not run as one.',
  },
];

/** Whether there is a Python to build an environment with. Of a home whose environments are ready nothing is asked. */
export const pythonCheck: Check = {
  name: 'python',
  async run(patient) {
    const waiting = patient.targets.filter(({ python }) => python === undefined);
    const [first] = waiting;
    if (!first) return [];
    const { pythonVersions } = first.spec;
    const checks = await patient.machine.pythons(pythonVersions);
    if (checks.some((check) => 'python' in check)) return [];
    return [notFound(patient, pythonVersions, checks), ...kindsOf(patient, checks)];
  },
};

function notFound({ machine }: Patient, versions: readonly string[], checks: readonly PythonCheck[]): DoctorFinding {
  const evidence = checks.map(said);
  const [version = '3.12'] = versions;
  return {
    code: 'PYTHON_NOT_FOUND', severity: 'error',
    message: `There is no Python ${[...versions].sort().join(', ')} that an environment can be built with.`,
    evidence: evidence.length === 0 ? ['no program called python on the PATH or in the usual folders'] : evidence,
    fix: 'Install one, or set TUNER_PYTHON to the interpreter to use.',
    ...ofCommand(installCommand(machine, {
      apt: `python${version} python${version}-venv`, dnf: `python${version}`,
      brew: `python@${version}`, winget: `Python.Python.${version}`,
    })),
  };
}

/** One finding for each kind of refusal: it says why what is there does not serve. */
function kindsOf({ machine }: Patient, checks: readonly PythonCheck[]): DoctorFinding[] {
  return KINDS.flatMap(({ pattern, code, message }) => {
    const meant = checks.filter((check) => 'reason' in check && pattern.test(check.reason));
    if (meant.length === 0) return [];
    const evidence = meant.map(said);
    const [, minor = '3'] = /Python (\d+\.\d+)/.exec(evidence.join(' ')) ?? [];
    const venv = installCommand(machine, { apt: `python${minor}-venv`, dnf: `python${minor}` });
    const command = code === 'PYTHON_NO_VENV' ? ofCommand(venv) : {};
    return [{ code, message, severity: 'warning', evidence, ...command } as const];
  });
}

function said(check: PythonCheck): string {
  return `${check.candidate}: ${'reason' in check ? check.reason : `Python ${check.python.version}`}`;
}

function ofCommand(command: string | undefined): { readonly command?: string } {
  return command === undefined ? {} : { command };
}
