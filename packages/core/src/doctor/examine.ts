import type { DoctorFinding, DoctorReport } from '../contract/doctor.ts';
import type { Check, Patient } from './patient.ts';

/** How long a check may take, in milliseconds; what it starts has shorter deadlines of its own. */
const LIMIT_MS = 4500;
const ORDER = ['error', 'warning', 'info'];

/** Runs checks at once. One that fails or takes too long is a finding, too. */
export async function examine(patient: Patient, checks: readonly Check[], limitMs = LIMIT_MS): Promise<DoctorReport> {
  const started = performance.now();
  const found = (await Promise.all(checks.map((check) => inTime(check, patient, limitMs)))).flat();
  const findings = found.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return {
    isHealthy: findings.every(({ severity }) => severity !== 'error'),
    findings,
    checks: checks.map(({ name }) => name),
    durationMs: Math.round(performance.now() - started),
  };
}

async function inTime(check: Check, patient: Patient, limitMs: number): Promise<readonly DoctorFinding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([check.run(patient), late]);
  } catch (error) {
    return [{
      code: 'CHECK_FAILED', severity: 'warning', message: `The check "${check.name}" could not be made.`,
      evidence: [(error as Error).message], fix: 'Call the doctor again when the machine has less to do.',
    }];
  } finally {
    clearTimeout(timer);
  }
}
