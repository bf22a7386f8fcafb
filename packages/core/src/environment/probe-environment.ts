import type { EnvironmentOptions, EnvironmentReport, EnvironmentSpec, Finding } from '../contract/environment.ts';
import { isTunerError } from '../errors.ts';
import { resolvePython } from './resolve-python.ts';
import { runProbe } from './run-probe.ts';

/** Looks at the environment of `spec`. Whatever is wrong is a finding, never an exception. */
export async function probeEnvironment(
  home: string, spec: EnvironmentSpec, options: EnvironmentOptions = {},
): Promise<EnvironmentReport> {
  let pythonPath: string;
  try {
    pythonPath = await resolvePython(home, spec, options.pythonPath);
  } catch (error) {
    if (!isTunerError(error)) throw error;
    return toReport([{ code: error.code, severity: 'error', message: error.message, fix: error.hint }]);
  }
  const answer = await runProbe(pythonPath, spec, options);
  if ('finding' in answer) return toReport([answer.finding], { pythonPath });
  return toReport(answer.report.findings, { pythonPath, probe: answer.report });
}

function toReport(findings: readonly Finding[], known: Partial<EnvironmentReport> = {}): EnvironmentReport {
  const first = findings.find(({ severity }) => severity === 'error');
  if (!first) return { isValid: true, findings, ...known };
  const error = first.fix === undefined ? first.message : `${first.message} ${first.fix}`;
  return { isValid: false, error, findings, ...known };
}
