import type { DoctorFinding, DoctorReport } from '../contract/doctor.ts';

/** A report of the doctor as text for a terminal: the findings, the worst first, and a last line that sums up. */
export function formatDoctor({ findings, checks, durationMs }: DoctorReport): string {
  const count = (wanted: DoctorFinding['severity']) => findings.filter(({ severity }) => severity === wanted).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const verdict = errors === 0 ? 'healthy' : 'not healthy';
  const sums = `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`;
  const last = `${verdict}: ${sums}; ${checks.length} checks in ${(durationMs / 1000).toFixed(1)} s`;
  return [...findings.map(formatFinding), last].join('\n\n');
}

function formatFinding({ severity, code, message, evidence, fix, command }: DoctorFinding): string {
  const lines = [
    `${severity} ${code}: ${message}`,
    ...evidence.map((line) => `  seen: ${line}`),
    ...(fix === undefined ? [] : [`  fix:  ${fix}`]),
    ...(command === undefined ? [] : [`  run:  ${command}`]),
  ];
  return lines.join('\n');
}

function plural(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
