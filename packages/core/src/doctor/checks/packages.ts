import { pinsOf } from '../../environment/environment-paths.ts';
import type { DoctorFinding } from '../../contract/doctor.ts';
import type { Machine } from '../machine/machine.ts';
import type { Check, Target } from '../patient.ts';

/** Prints which pins do not hold in the Python that runs it, one a line: `missing NAME …`, `other NAME …`. */
const SCRIPT = `
import importlib.metadata, sys
from pip._vendor.packaging.requirements import Requirement
for line in sys.argv[1:]:
    pin = Requirement(line)
    if pin.marker and not pin.marker.evaluate():
        continue
    try:
        found = importlib.metadata.version(pin.name)
    except importlib.metadata.PackageNotFoundError:
        print("missing", f"{pin.name}{pin.specifier}")
        continue
    if found not in pin.specifier:
        print("other", f"{pin.name}{pin.specifier}: {found} is installed")
`;

const OWN = {
  fix: 'TUNER_PYTHON names this Python: correct it there, or let Tuner manage one.', command: 'unset TUNER_PYTHON',
} as const;

/** Whether the packages of a ready environment are those of its lock file, and go together. */
export const packagesCheck: Check = {
  name: 'packages',
  async run({ machine, targets }) {
    const findings = await Promise.all(targets.map((target) => look(machine, target)));
    return findings.flat();
  },
};

async function look(machine: Machine, { backend, spec, python, isOwn = false }: Target): Promise<DoctorFinding[]> {
  if (python === undefined) return [];
  const [pins, check] = await Promise.all([
    machine.run(python, ['-I', '-c', SCRIPT, ...pinsOf(spec)]), machine.run(python, ['-I', '-m', 'pip', 'check']),
  ]);
  const lines = pins.output.trim().split('\n').map((line) => line.trim());
  const remedy = isOwn ? OWN : {
    fix: 'Build it again; the present one stays until then.',
    command: `await tuner.ensureEnvironment('${backend}', { rebuild: true })`,
  };
  // In a Python of one's own other versions may be meant.
  const severity = isOwn && pins.exitCode === 0 ? 'warning' : 'error';
  const finding = (code: DoctorFinding['code'], message: string, evidence: readonly string[]): DoctorFinding =>
    ({ code, severity, message, evidence, ...remedy });
  const broken = `The Python of the environment does not run, or has no pip: ${python}.`;
  if (pins.exitCode !== 0) return [finding('PYTHON_BROKEN', broken, [lines.at(-1) || 'no answer in time'])];
  const missing = after('missing ', lines);
  const other = [...after('other ', lines), ...(check.exitCode === 1 ? clashes(check.output) : [])];
  const environment = isOwn ? python : `the environment of ${backend}`;
  return [
    ...(missing.length === 0 ? [] : [finding('PACKAGE_MISSING', `Packages are missing in ${environment}.`, missing)]),
    ...(other.length === 0 ? [] : [finding('PACKAGE_MISMATCH', `Packages of ${environment} do not fit.`, other)]),
  ];
}

/** What stands after a word, in the lines that begin with it. */
function after(word: string, lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));
}

/** What `pip check` says besides what is missing, which the pins tell better. */
function clashes(output: string): string[] {
  return output.split('\n').filter((line) => / has requirement | is not supported /.test(line));
}
